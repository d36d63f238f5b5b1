package dev.spindrift.scenario;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.InputNode;
import dev.spindrift.input.JsonText;
import dev.spindrift.input.Problems;
import dev.spindrift.state.CheckpointFile;
import dev.spindrift.state.Checkpointed;
import dev.spindrift.state.DamagedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The checkpoints of one run, in a folder of their own: when one is due, how it gets to disk as a
 * whole or not at all, how many are kept, and which one to go on from.
 *
 * <p>A checkpoint is written to a temporary file between two mini-batches; forcing it to disk and
 * renaming it happen beside the following mini-batches. What cannot be written is a notice, not a
 * failure: the run goes on, and the last whole checkpoint stays. Checkpoint 0 holds no state but
 * says what run this is. Not thread-safe.
 */
public final class Checkpoints implements AutoCloseable {
  /** Name of the folder inside a run's folder. */
  public static final String FOLDER = "checkpoints";

  private static final String NAME = "checkpoint-%012d.ckpt";

  private Path folder;
  private final Scenario.Checkpoint policy;
  private final Map<String, String> identity;
  private final Consumer<String> notices;
  private final FolderLock lock;
  private final boolean resumed;
  private CheckpointFile newest;
  private volatile long saved;
  private long savedAt = System.nanoTime();
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
  private long nanos;

  private Checkpoints(
      Prepared prepared,
      Path run,
      Scenario.Checkpoint policy,
      Consumer<String> notices,
      boolean resumed) {
    this.folder = run.resolve(FOLDER);
    this.policy = policy;
    this.notices = notices;
    this.resumed = resumed;
    this.identity = RunIdentity.of(prepared);
    try {
      Files.createDirectories(folder);
      lock = FolderLock.take(folder.resolve("lock"), notices);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "checkpoints cannot be kept in " + folder + ": " + reason(e), e);
    }
  }

  /**
   * Begins the checkpoints of a new run.
   *
   * @param run the run's folder
   * @param policy when and how many
   * @param notices hears what a user should know while the run goes on; called on any thread
   * @throws UncheckedIOException if the folder cannot be written
   */
  public static Checkpoints begin(
      Prepared prepared, Path run, Scenario.Checkpoint policy, Consumer<String> notices) {
    Checkpoints c = new Checkpoints(prepared, run, policy, notices, false);
    try {
      c.write(0, Map.of());
      c.finish(0);
      return c;
    } catch (IOException e) {
      c.close();
      throw new UncheckedIOException(
          "checkpoints cannot be kept in " + c.folder + ": " + reason(e), e);
    }
  }

  /**
   * Opens the checkpoints of an interrupted run and finds the newest that is whole.
   *
   * @param run the run's folder
   * @param policy when and how many from now on
   * @param notices hears what a user should know, e.g. of damaged checkpoints
   * @throws ResumeException if another process is at it, if no checkpoint is whole, or if this run
   *     is another one; names every difference
   */
  public static Checkpoints resume(
      Prepared prepared, Path run, Scenario.Checkpoint policy, Consumer<String> notices) {
    if (!Files.isDirectory(run.resolve(FOLDER))) {
      throw new ResumeException(run + " is no unfinished run: it has no folder " + FOLDER);
    }
    Checkpoints c = new Checkpoints(prepared, run, policy, notices, true);
    try {
      c.find();
      return c;
    } catch (IOException e) {
      c.close();
      throw new UncheckedIOException("cannot read " + c.folder + ": " + reason(e), e);
    } catch (RuntimeException e) {
      c.close();
      throw e;
    }
  }

  /** Hears that the run's folder was renamed. */
  public void movedTo(Path run) {
    folder = run.resolve(FOLDER);
  }

  private void find() throws IOException {
    try (Stream<Path> files = Files.list(folder)) { // what a killed process was writing
      for (Path f : files.filter(f -> f.toString().endsWith(".part")).toList()) {
        Files.delete(f);
      }
    }
    for (Path file : all()) {
      try {
        CheckpointFile candidate = CheckpointFile.open(file);
        InputNode header = InputFile.parse(file + ".json", candidate.header(), new Problems());
        Map<String, String> of = new LinkedHashMap<>();
        header.child("run").entries().forEach((name, text) -> of.put(name, text.asText()));
        List<String> differences = RunIdentity.differences(of, identity);
        if (!differences.isEmpty()) {
          throw new ResumeException(
              folder.getParent()
                  + " is an unfinished run that differs from this one, so it is not continued"
                  + " (unfinished run -> this run):\n  "
                  + String.join("\n  ", differences));
        }
        newest = candidate;
        saved = number(file);
        return;
      } catch (DamagedFileException e) {
        // The same number may have been damaged, put aside and written anew before.
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".damaged"),
            StandardCopyOption.REPLACE_EXISTING);
        notices.accept(
            "The checkpoint after mini-batch "
                + number(file)
                + " is damaged and not used: "
                + e.getMessage()
                + (number(file) == 0 ? "." : ". The one before it is tried."));
      }
    }
    throw new ResumeException("no checkpoint in " + folder + " is whole; begin the run again");
  }

  /** All checkpoints, newest first. */
  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("checkpoint-\\d{12}\\.ckpt"))
          .sorted(Comparator.comparing(Path::getFileName).reversed())
          .toList();
    }
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
  }

  /** Returns whether the folder is that of an interrupted run. */
  public boolean resumed() {
    return resumed;
  }

  /**
   * Returns the mini-batch after which the newest whole checkpoint was taken, 0 if none was [1].
   */
  public long saved() {
    return saved;
  }

  /** Returns where the newest whole checkpoint is. */
  public Path newest() {
    return file(saved);
  }

  /** Returns the time that the run spent on checkpoints, work beside it left out [s]. */
  double wallTime() {
    return nanos * 1e-9;
  }

  /** Restores parts from the newest checkpoint; does nothing if it is number 0. */
  void restore(Map<String, Checkpointed> parts) {
    if (newest == null || newest.isEmpty()) {
      return;
    }
    try {
      newest.restore(parts);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot go on from " + newest() + ": " + reason(e), e);
    }
  }

  /** Returns whether a checkpoint should be taken after a mini-batch. */
  boolean due(long miniBatch) {
    return (policy.every() > 0 && miniBatch % policy.every() == 0)
        || (policy.minutes() > 0 && System.nanoTime() - savedAt >= policy.minutes() * 60e9);
  }

  /**
   * Takes a checkpoint; if that is impossible, says so and leaves the last one.
   *
   * @param parts in a state between mini-batches
   */
  void save(long miniBatch, Map<String, Checkpointed> parts) {
    long t0 = System.nanoTime();
    await();
    try {
      write(miniBatch, parts);
      underWay =
          CompletableFuture.runAsync(
              () -> {
                try {
                  finish(miniBatch);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              task -> new Thread(task, "checkpoint").start());
      underWay = underWay.handle((done, e) -> outcome(miniBatch, e));
    } catch (IOException e) {
      outcome(miniBatch, e);
    }
    savedAt = System.nanoTime();
    nanos += savedAt - t0;
  }

  /**
   * Takes a checkpoint, unless there is one of this mini-batch, and waits until it is on disk.
   *
   * @return the mini-batch after which the newest whole checkpoint was taken, 0 if there is none
   */
  long saveLast(long miniBatch, Map<String, Checkpointed> parts) {
    await();
    if (miniBatch > saved) {
      save(miniBatch, parts);
      await();
    }
    return saved;
  }

  /** Returns what a failed run says about its checkpoints, beginning with a semicolon. */
  String lastOne() {
    await();
    return saved == 0
        ? "; there is no checkpoint yet"
        : "; the last checkpoint is that after mini-batch " + saved + ": " + newest();
  }

  /** Waits until the checkpoint under way is on disk or was given up. */
  void await() {
    underWay.join();
  }

  private Void outcome(long miniBatch, Throwable failure) {
    if (failure == null) {
      saved = miniBatch;
      return null;
    }
    try {
      Files.deleteIfExists(part(miniBatch));
    } catch (IOException stays) {
      failure.addSuppressed(stays);
    }
    Throwable why = failure;
    while ((why instanceof CompletionException || why instanceof UncheckedIOException)
        && why.getCause() != null) {
      why = why.getCause();
    }
    notices.accept(
        "The checkpoint after mini-batch "
            + miniBatch
            + " could not be written: "
            + (why instanceof IOException e ? reason(e) : why.toString())
            + ". The run goes on; "
            + (saved == 0
                ? "there is no checkpoint yet."
                : "the last one is that after mini-batch " + saved + "."));
    return null;
  }

  private void write(long miniBatch, Map<String, Checkpointed> parts) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("spindrift", "checkpoint/1");
    header.put("miniBatch", miniBatch);
    header.put("run", identity);
    CheckpointFile.write(part(miniBatch), JsonText.write(header, false), parts);
  }

  /** Forces a written checkpoint to disk, names it, and drops those that are too many. */
  private void finish(long miniBatch) throws IOException {
    try (FileChannel c = FileChannel.open(part(miniBatch), StandardOpenOption.WRITE)) {
      c.force(true);
    }
    Files.move(part(miniBatch), file(miniBatch), StandardCopyOption.ATOMIC_MOVE);
    forceFolder(folder);
    int kept = 0;
    for (Path f : all()) {
      if (number(f) > 0 && ++kept > policy.keep()) {
        Files.deleteIfExists(f);
      }
    }
  }

  private static void forceFolder(Path folder) {
    try (FileChannel c = FileChannel.open(folder, StandardOpenOption.READ)) {
      c.force(true);
    } catch (IOException unsupported) {
      return; // Windows opens no folders; there the file system's journal has to do
    }
  }

  private Path file(long miniBatch) {
    return folder.resolve(String.format(Locale.ROOT, NAME, miniBatch));
  }

  private Path part(long miniBatch) {
    return folder.resolve(String.format(Locale.ROOT, NAME, miniBatch) + ".part");
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Waits for the disk and lets other processes have the folder. */
  @Override
  public void close() {
    await();
    lock.close();
  }
}
