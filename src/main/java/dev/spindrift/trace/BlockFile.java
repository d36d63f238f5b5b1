package dev.spindrift.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The file under a {@link TraceWriter}: takes full blocks and gives empty ones, while a thread of
 * its own encodes, seals and writes. There are {@value #BLOCKS} blocks in all: who asks for one
 * while all are under way waits.
 */
final class BlockFile {
  private static final int BLOCKS = 4;

  private final Path target;
  private final Path partial;
  private final boolean force;
  private final Map<String, String> metadata;
  private final FileChannel channel;
  private final BlockingQueue<TraceBlock> empty = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<TraceBlock> full = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final TraceBlock last = new TraceBlock(1);
  private final Thread thread;
  private final Seal seal = new Seal();
  private final BlockEncoder encoder = new BlockEncoder();
  private final List<ArrowMessages.Place> dictionaries = new ArrayList<>();
  private final List<ArrowMessages.Place> batches = new ArrayList<>();
  private volatile IOException failure;
  private long sealed;
  private boolean drained;

  /** Begins the file; see {@link TraceWriter}. */
  BlockFile(
      Path target, boolean force, TraceHeader header, List<String> components, List<String> layers)
      throws IOException {
    this.target = target.toAbsolutePath();
    this.partial = this.target.resolveSibling(target.getFileName() + ".partial");
    this.force = force;
    this.metadata = header.entries();
    for (Path p : List.of(this.target, partial)) {
      if (!force && Files.exists(p)) {
        throw new FileAlreadyExistsException(p.toString());
      }
    }
    Files.createDirectories(this.target.getParent());
    channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      write(ByteBuffer.wrap(TraceFormat.START));
      write(ByteBuffer.wrap(ArrowMessages.schema(metadata)));
      for (Column column : Column.named()) {
        dictionary(column, TraceFormat.names(column, components, layers));
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    for (int i = 0; i < BLOCKS; i++) {
      empty.add(new TraceBlock(TraceBlock.RECORDS));
    }
    thread = new Thread(this::work, "trace");
    thread.setDaemon(true);
    thread.start();
  }

  Path partial() {
    return partial;
  }

  TraceHeader header() {
    return new TraceHeader(metadata);
  }

  /** Returns the first block to fill. */
  TraceBlock first() {
    return empty.remove();
  }

  /** Takes a block to be written and returns an empty one, for which it may have to wait. */
  TraceBlock exchange(TraceBlock block) {
    try {
      full.put(block);
      TraceBlock next = null;
      while (next == null) {
        check();
        next = empty.poll(50, TimeUnit.MILLISECONDS);
      }
      next.clear();
      return next;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits until all blocks but the caller's are written and on disk. */
  void flush() {
    try {
      List<TraceBlock> all = new ArrayList<>();
      while (all.size() < BLOCKS - 1) { // all but the one being filled are back: none is under way
        check();
        TraceBlock b = empty.poll(50, TimeUnit.MILLISECONDS);
        if (b != null) {
          all.add(b);
        }
      }
      empty.addAll(all);
      check();
      channel.force(false);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the trace " + partial + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while writing the trace", e);
  }

  private void check() {
    if (failure != null) {
      throw new UncheckedIOException(
          "the trace " + partial + " cannot be written: " + failure.getMessage(), failure);
    }
  }

  private void work() {
    try {
      for (TraceBlock b = full.take(); b != last; b = full.take()) {
        writeBlock(b);
        empty.put(b);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = new IOException(e.toString(), e);
    }
  }

  private void writeBlock(TraceBlock b) throws IOException {
    ByteBuffer body = encoder.encode(b);
    int length = body.position();
    byte[] message = encoder.metadata(b, length + (long) Seal.LENGTH);
    sealed += b.size;
    batches.add(put(message, body.duplicate().flip(), sealed));
  }

  private ArrowMessages.Place put(byte[] message, ByteBuffer body, long recordsSoFar)
      throws IOException {
    long at = channel.position();
    long length = body.remaining() + (long) Seal.LENGTH;
    write(ByteBuffer.wrap(message));
    write(body);
    ByteBuffer end = ByteBuffer.wrap(seal.close(recordsSoFar));
    while (end.hasRemaining()) {
      channel.write(end);
    }
    return new ArrowMessages.Place(at, message.length, length);
  }

  private void dictionary(Column column, List<String> names) throws IOException {
    byte[][] texts = new byte[names.size()][];
    int size = 0;
    for (int i = 0; i < texts.length; i++) {
      texts[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
      size += texts[i].length;
    }
    int offsets = (4 * (texts.length + 1) + 7) & ~7;
    byte[] bytes = new byte[offsets + ((size + 7) & ~7)];
    ByteBuffer body = Lz4Frames.littleEndian(bytes);
    int end = 0;
    body.putInt(0);
    for (byte[] text : texts) {
      end += text.length;
      body.putInt(end);
    }
    body.position(offsets);
    for (byte[] text : texts) {
      body.put(text);
    }
    List<ArrowMessages.Span> spans =
        List.of(
            new ArrowMessages.Span(0, 0),
            new ArrowMessages.Span(0, 4L * (texts.length + 1)),
            new ArrowMessages.Span(offsets, size));
    byte[] message =
        ArrowMessages.dictionary(column, texts.length, spans, bytes.length + (long) Seal.LENGTH);
    dictionaries.add(put(message, ByteBuffer.wrap(bytes), 0));
  }

  private void write(ByteBuffer bytes) throws IOException {
    seal.add(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Writes a last block and the ending, brings all to disk and gives the file its name. */
  Path finish(TraceBlock block) {
    try {
      drain();
      check();
      if (block.size > 0) {
        writeBlock(block);
      }
      ByteBuffer end = ByteBuffer.wrap(TraceFormat.ending(metadata, dictionaries, batches));
      while (end.hasRemaining()) {
        channel.write(end);
      }
      channel.force(true);
      channel.close();
      if (force) {
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(partial, target);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the trace " + partial + " cannot be finished: " + e.getMessage(), e);
    }
  }

  private void drain() {
    if (drained) {
      return;
    }
    drained = true;
    try {
      full.put(last);
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Writes a last block and closes the file, unfinished. */
  void close(TraceBlock block) throws IOException {
    if (channel.isOpen()) {
      try {
        drain();
        if (failure == null && block.size > 0) {
          writeBlock(block);
        }
      } finally {
        channel.close();
      }
    }
  }
}
