package dev.spindrift.scenario;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Keeps a second process from working on the same run. The operating system gives the lock back
 * when the process ends, however it ends.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws ResumeException if another process (or another run of this one) has it
   * @throws IOException if the file cannot be made
   */
  static FolderLock take(Path file, Consumer<String> notices) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel, notices);
      if (lock == null) {
        ByteBuffer owner = ByteBuffer.allocate(200);
        channel.read(owner, 0);
        throw new ResumeException(
            file.getParent().getParent()
                + " is being run by "
                + new String(owner.array(), 0, owner.position(), StandardCharsets.UTF_8).strip()
                + "; two processes cannot work on one run");
      }
      String owner = "process " + ProcessHandle.current().pid();
      channel.truncate(0).write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
      return new FolderLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock tryLock(FileChannel channel, Consumer<String> notices) {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException mine) {
      return null;
    } catch (IOException unsupported) {
      notices.accept(
          "This file system has no locks ("
              + unsupported.getMessage()
              + "): take care that no two processes resume the same run.");
      return new NoLock(channel);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // the lock goes with the process
    }
  }

  /** Stands for a lock where there are none. */
  private static final class NoLock extends FileLock {
    NoLock(FileChannel channel) {
      super(channel, 0, Long.MAX_VALUE, false);
    }

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public void release() {}
  }
}
