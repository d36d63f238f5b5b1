package dev.spindrift.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
  @TempDir Path temp;
  private Path file;

  /** A part of a few items of each type. */
  private static final class Part implements Checkpointed {
    long number = -5;
    double real = Double.longBitsToDouble(0x7ff8_dead_beef_0001L);
    String text = "W\u00e4nde \u2192 \ud83e\uddf1";
    long[] longs = {1, Long.MIN_VALUE};
    double[] doubles = {-0.0, Double.MIN_VALUE};
    int[] ints = {7, -7};
    float[] floats = {1.5f, Float.NaN, -0f};

    @Override
    public void save(StateWriter out) throws IOException {
      out.writeLong(number);
      out.writeDouble(real);
      out.writeText(text);
      out.writeLongs(longs);
      out.writeDoubles(doubles);
      out.writeInts(ints);
      out.writeFloats(floats);
    }

    @Override
    public void restore(StateReader in) throws IOException {
      number = in.readLong();
      real = in.readDouble();
      text = in.readText();
      longs = in.readLongs(2);
      doubles = in.readDoubles(2);
      in.readInts(ints);
      in.readFloats(floats);
    }
  }

  @BeforeEach
  void write() throws IOException {
    file = temp.resolve("c.ckpt");
    CheckpointFile.write(file, "{\"a\": 1}", parts(new Part(), new Part()));
  }

  private static Map<String, Checkpointed> parts(Checkpointed a, Checkpointed b) {
    Map<String, Checkpointed> parts = new LinkedHashMap<>();
    parts.put("first", a);
    parts.put("second", b);
    return parts;
  }

  @Test
  void everyItemComesBackBitForBit() throws IOException {
    Part back = new Part();
    back.number = 0;
    back.real = 0;
    back.text = null;
    back.ints = new int[2];
    back.floats = new float[3];
    CheckpointFile c = CheckpointFile.open(file);
    assertEquals("{\"a\": 1}", c.header());
    c.restore(parts(new Part(), back));
    Part due = new Part();
    assertEquals(due.number, back.number);
    assertEquals(Double.doubleToRawLongBits(due.real), Double.doubleToRawLongBits(back.real));
    assertEquals(due.text, back.text);
    assertArrayEquals(due.longs, back.longs);
    assertArrayEquals(due.doubles, back.doubles);
    assertArrayEquals(due.ints, back.ints);
    for (int i = 0; i < 3; i++) {
      assertEquals(Float.floatToRawIntBits(due.floats[i]), Float.floatToRawIntBits(back.floats[i]));
    }
  }

  @Test
  void arraysLongerThanTheBufferComeBack() throws IOException {
    float[] many = new float[700_001]; // the buffer holds 262,144
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.37f;
    }
    long[] longs = new long[300_000];
    Arrays.setAll(longs, i -> i * 0x9E3779B97F4A7C15L);
    FloatBuffer into = FloatBuffer.allocate(many.length).position(3);
    Checkpointed part =
        new Checkpointed() {
          @Override
          public void save(StateWriter out) throws IOException {
            out.writeLong(1); // so that nothing is aligned
            out.writeFloats(many);
            out.writeLongs(longs);
          }

          @Override
          public void restore(StateReader in) throws IOException {
            assertEquals(1, in.readLong());
            in.readFloats(into);
            assertArrayEquals(longs, in.readLongs());
          }
        };
    CheckpointFile.write(file, "{}", Map.of("p", part));
    CheckpointFile.open(file).restore(Map.of("p", part));
    for (int i = 0; i < many.length; i++) {
      assertEquals(many[i], into.get(i), 0);
    }
    assertEquals(3, into.position());
  }

  @Test
  void aFlippedBitAnywhereIsFound() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << i % 8);
      Files.write(file, bad);
      assertThrows(DamagedFileException.class, () -> CheckpointFile.open(file), "byte " + i);
    }
  }

  @Test
  void everyTruncationAndEveryTailIsFound() throws IOException {
    byte[] good = Files.readAllBytes(file);
    for (int n = 0; n < good.length; n++) {
      Files.write(file, Arrays.copyOf(good, n));
      assertThrows(DamagedFileException.class, () -> CheckpointFile.open(file), n + " bytes");
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertThrows(DamagedFileException.class, () -> CheckpointFile.open(file));
    Files.write(file, new byte[100]);
    assertThrows(DamagedFileException.class, () -> CheckpointFile.open(file));
  }

  @Test
  void aReaderThatExpectsSomethingElseIsTold() throws IOException {
    CheckpointFile c = CheckpointFile.open(file);
    Part part = new Part();
    assertMessage(c, part, new Reads(in -> in.readDouble()), "second holds long where double");
    assertMessage(c, part, new Reads(in -> in.readLong()), "bytes that nobody reads");
    part.ints = new int[3];
    assertMessage(c, part, new Part(), "first holds 2 values where 3 are due");
    IOException e = assertThrows(IOException.class, () -> c.restore(Map.of("first", new Part())));
    assertTrue(e.getMessage().contains("[first, second], not [first]"), e.getMessage());
  }

  private static void assertMessage(
      CheckpointFile c, Checkpointed first, Checkpointed second, String text) {
    IOException e = assertThrows(IOException.class, () -> c.restore(parts(first, second)));
    assertTrue(e.getMessage().contains(text), e.getMessage());
  }

  /** Reads in a way of its own. */
  private record Reads(Read how) implements Checkpointed {
    interface Read {
      void from(StateReader in) throws IOException;
    }

    @Override
    public void save(StateWriter out) {}

    @Override
    public void restore(StateReader in) throws IOException {
      how.from(in);
    }
  }
}
