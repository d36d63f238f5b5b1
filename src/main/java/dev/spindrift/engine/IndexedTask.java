package dev.spindrift.engine;

/** One of n independent pieces of work. */
@FunctionalInterface
public interface IndexedTask {

  /**
   * Does piece {@code index}.
   *
   * @param worker who does it, 0 to threads - 1: no two pieces run with the same worker at a time,
   *     so it may pick scratch memory; results must not depend on it [1]
   * @param index which piece, 0 to n - 1 [1]
   */
  void run(int worker, int index);
}
