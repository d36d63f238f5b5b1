package dev.spindrift.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.spindrift.input.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged traces: every one of 12,000 mutations of a small trace reads as a verified prefix of what
 * was written, or is refused with its reason; never another record, never an endless read, never
 * more memory than a file of that size may ask for. A checksum of 32 bits lets one of 4e9 random
 * damages pass: the chance that this test meets one is 3e-6, and its seed is fixed.
 */
class TraceFuzzTest {
  private static final int MUTATIONS = 12_000;
  private static final int HOSTILE = 1_500;

  /** A file of 20 kB may claim 255 times its size once it is decompressed [byte]. */
  private static final long MOST_MEMORY = 64 << 20;

  @TempDir Path temp;

  /** Two blocks: one per mini-batch of 2,000 records, and a rest. */
  private byte[] original() throws IOException {
    Path file = temp.resolve("original.arrow");
    try (TraceWriter w = SampleTraces.open(file, false)) {
      for (int k = 1; k <= 600; k++) {
        SampleTraces.miniBatch(w, k);
      }
      w.end(600, 1, 2);
      w.finish();
    }
    return Files.readAllBytes(file);
  }

  /** What a reader says of every record, in order; and why it stopped, last. */
  private record Reading(List<Integer> records, String problem) {}

  private Reading read(byte[] bytes) throws IOException {
    Path file = Files.write(temp.resolve("mutated.arrow"), bytes);
    List<Integer> records = new ArrayList<>();
    try (TraceReader t = TraceReader.open(file)) {
      while (t.next()) {
        int widths = 1;
        for (int c = 0; c < t.columns(); c++) {
          widths = 31 * widths + Objects.hash(t.push(c), t.pull(c), t.hasDrift() ? t.drift(c) : 0);
        }
        for (int c = 0; c < t.walls(); c++) {
          widths = 31 * widths + Float.hashCode(t.wall(c));
        }
        String component = t.component() < 0 ? "" : t.components().get(t.component());
        records.add(
            Objects.hash(
                t.event(),
                component,
                t.work(),
                t.layer(),
                t.miniBatch(),
                t.start(),
                t.duration(),
                t.quantity(),
                t.ownJoules(),
                t.joules(),
                t.row(),
                t.column(),
                widths));
      }
      return new Reading(records, t.problem());
    } catch (InputException refused) {
      assertTrue(refused.getMessage().length() > file.toString().length() + 10, "a reason");
      return null;
    }
  }

  @Test
  void everyDamagedTraceReadsAsAVerifiedPrefixOrIsRefused() throws IOException {
    byte[] whole = original();
    Reading right = read(whole);
    assertNull(right.problem());
    assertEquals(4 * 600 + 1, right.records().size());
    SplittableRandom random = new SplittableRandom(6);
    int refused = 0;
    int shorter = 0;
    int complete = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutate(whole, random);
      if (Arrays.equals(mutated, whole)) {
        continue;
      }
      long before = allocated();
      Reading found = read(mutated);
      assertTrue(allocated() - before < MOST_MEMORY, "mutation " + i + " asked for much memory");
      if (found == null) {
        refused++;
        continue;
      }
      int n = found.records().size();
      assertTrue(n <= right.records().size(), "mutation " + i);
      assertEquals(right.records().subList(0, n), found.records(), "mutation " + i);
      assertTrue(found.problem() != null, "mutation " + i + " went unnoticed");
      if (n < right.records().size()) {
        shorter++;
      } else {
        complete++;
      }
    }
    // All three outcomes happen, or the mutations do not reach where they should.
    assertTrue(refused > 500, refused + " refused");
    assertTrue(shorter > 500, shorter + " read as a prefix");
    assertTrue(complete > 50, complete + " complete but for the table of contents");
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  private static byte[] mutate(byte[] whole, SplittableRandom random) {
    byte[] m = whole.clone();
    int at = random.nextInt(m.length);
    switch (random.nextInt(8)) {
      case 0 -> m[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        for (int i = 0; i < 8; i++) {
          m[random.nextInt(m.length)] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        return Arrays.copyOf(m, at);
      }
      case 3 -> Arrays.fill(m, at, Math.min(m.length, at + random.nextInt(600)), (byte) 0);
      case 4 -> { // a length or an offset, if it is one
        int word = at / 4 * 4 + 4 > m.length ? 0 : at / 4 * 4;
        int[] values = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1 << 20, 1 << 28};
        Lz4Frames.littleEndian(m).putInt(word, values[random.nextInt(values.length)]);
      }
      case 5 -> { // a piece is missing
        int n = Math.min(1 + random.nextInt(200), m.length - at);
        byte[] out = new byte[m.length - n];
        System.arraycopy(m, 0, out, 0, at);
        System.arraycopy(m, at + n, out, at, out.length - at);
        return out;
      }
      case 6 -> { // a piece is there twice
        int n = Math.min(1 + random.nextInt(200), m.length - at);
        byte[] out = new byte[m.length + n];
        System.arraycopy(m, 0, out, 0, at + n);
        System.arraycopy(m, at, out, at + n, m.length - at);
        return out;
      }
      default -> m[random.nextInt(Math.min(3000, m.length))] ^= (byte) random.nextInt(1, 256);
    }
    return m;
  }

  /** Somebody who knows how to seal: no wrong checksum stops the reader, only sense does. */
  @Test
  void hostileTracesWithRightSealsNeitherHangNorExhaustMemory() throws IOException {
    byte[] whole = original();
    SplittableRandom random = new SplittableRandom(66);
    int other = 0;
    for (int i = 0; i < HOSTILE; i++) {
      byte[] m = whole.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        int at = 8 + random.nextInt(m.length - 8);
        m[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(2) * 255);
      }
      if (!reseal(m)) {
        continue;
      }
      long before = allocated();
      Reading found = read(m);
      assertTrue(allocated() - before < 4 * MOST_MEMORY, "mutation " + i);
      other += found == null || found.problem() != null ? 0 : 1;
    }
    assertTrue(other < HOSTILE);
  }

  /** Gives every block of a mutated trace its right seal, as far as its blocks can be found. */
  private static boolean reseal(byte[] m) {
    ByteBuffer all = Lz4Frames.littleEndian(m);
    Seal seal = new Seal();
    seal.add(ByteBuffer.wrap(m, 0, 8));
    long records = 0;
    int at = 8;
    try {
      while (all.getInt(at + 4) != 0) {
        int length = all.getInt(at + 4);
        if (length < 0 || length > m.length) {
          return false;
        }
        Message message =
            Message.getRootAsMessage(
                ByteBuffer.wrap(Arrays.copyOfRange(m, at + 8, at + 8 + length)));
        long body = message.bodyLength();
        if (body < 0 || body > m.length) {
          return false;
        }
        int end = (int) (at + 8 + length + body);
        if (body == 0) {
          seal.add(ByteBuffer.wrap(m, at, 8 + length));
        } else {
          seal.add(ByteBuffer.wrap(m, at, end - Seal.LENGTH - at));
          if (message.headerType() == MessageHeader.RecordBatch) {
            records += ((RecordBatch) message.header(new RecordBatch())).length();
          }
          System.arraycopy(seal.close(records), 0, m, end - Seal.LENGTH, Seal.LENGTH);
        }
        at = end;
      }
      return true;
    } catch (RuntimeException e) {
      return false; // its blocks cannot even be found
    }
  }
}
