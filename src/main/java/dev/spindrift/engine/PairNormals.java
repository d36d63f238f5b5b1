package dev.spindrift.engine;

/** Computes pairs of standard normals from pairs of random words; holds scratch memory. */
interface PairNormals {
  /**
   * Computes words as {@link Threefry#words(int, int, int, int, int[], int[], int[], int)} does.
   */
  default void words(int c0, int c1, int k0, int k1, int[] index, int[] r0, int[] r1, int n) {
    Threefry.words(c0, c1, k0, k1, index, r0, r1, n);
  }

  /**
   * Computes n pairs.
   *
   * @param word0 first words, [n]; not modified
   * @param word1 second words, [n]; not modified
   * @param z0 receives the first normals from start0 on; modified
   * @param z1 receives the second normals from start1 on; modified; may be the same array
   * @param n number of pairs, at most {@link CounterNoise#LANE} [1]
   */
  void normals(int[] word0, int[] word1, float[] z0, int start0, float[] z1, int start1, int n);

  /** Returns the fastest there is; all give the same bits. */
  static PairNormals create() {
    PairNormals vectors =
        VectorApi.createIfWanted("dev.spindrift.engine.VectorNormals", PairNormals.class);
    return vectors != null ? vectors : new BoxMuller(CounterNoise.LANE);
  }
}
