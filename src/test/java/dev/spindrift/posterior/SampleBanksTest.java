package dev.spindrift.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleBanksTest {
  @TempDir Path folder;

  @Test
  void a_sample_comes_back_bit_for_bit_through_native_buffers_larger_than_one_chunk() {
    int n = 300_000; // more than one transfer buffer of 262,144 floats
    FloatBuffer live =
        ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < n; i++) {
      live.put(i, (float) Math.sin(i) * 1e-3f);
    }
    live.put(0, -0.0f).put(1, Float.MIN_VALUE).position(17);
    try (SampleBanks banks = new SampleBanks(folder, 2, n)) {
      banks.store(0, 19_277, live);
      FloatBuffer back =
          ByteBuffer.allocateDirect(4 * n).order(ByteOrder.nativeOrder()).asFloatBuffer();
      back.position(3);
      banks.load(banks.samplesOldestFirst().get(0), back);
      assertEquals(3, back.position());
      for (int i = 0; i < n; i++) {
        assertEquals(
            Float.floatToRawIntBits(live.get(i)), Float.floatToRawIntBits(back.get(i)), "at " + i);
      }
      assertEquals(17, live.position());
    }
  }

  @Test
  void when_all_banks_are_used_the_newest_sample_replaces_the_oldest() throws IOException {
    try (SampleBanks banks = new SampleBanks(folder, 3, 2)) {
      StoredSample first = null;
      for (int i = 0; i < 5; i++) {
        assertEquals(Math.min(i, 3), banks.stored());
        banks.store(i, 10 * i + 1, FloatBuffer.wrap(new float[] {i, -i}));
        first = first == null ? banks.samplesOldestFirst().get(0) : first;
      }
      assertEquals(
          List.of(
              new StoredSample(2, 21, 2), new StoredSample(3, 31, 0), new StoredSample(4, 41, 1)),
          banks.samplesOldestFirst());
      for (StoredSample sample : banks.samplesOldestFirst()) {
        float[] back = new float[2];
        banks.load(sample, FloatBuffer.wrap(back));
        assertArrayEquals(new float[] {sample.sampleIndex(), -sample.sampleIndex()}, back);
      }
      StoredSample gone = first;
      assertThrows(IllegalArgumentException.class, () -> banks.load(gone, FloatBuffer.allocate(2)));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(3, files.count());
    }
  }

  @Test
  void a_bank_that_the_chain_moves_into_loses_its_sample_and_its_file() {
    try (SampleBanks banks = new SampleBanks(folder, 2, 2)) {
      banks.store(0, 5, FloatBuffer.wrap(new float[] {1, 2}));
      banks.store(1, 10, FloatBuffer.wrap(new float[] {3, 4}));
      banks.discard(0);
      banks.discard(0); // an empty bank stays empty
      assertEquals(List.of(new StoredSample(1, 10, 1)), banks.samplesOldestFirst());
      banks.store(2, 15, FloatBuffer.wrap(new float[] {5, 6}));
      assertEquals(2, banks.stored());
    }
  }

  @Test
  void any_changed_byte_of_a_bank_file_is_noticed() throws IOException {
    try (SampleBanks banks = new SampleBanks(folder, 1, 3)) {
      banks.store(0, 1, FloatBuffer.wrap(new float[] {1, 2, 3}));
      Path file = folder.resolve("bank-000.f32");
      byte[] good = Files.readAllBytes(file);
      assertEquals(40 + 12, good.length);
      for (int i = 0; i < good.length; i++) {
        byte[] bad = good.clone();
        bad[i] ^= 0x10;
        Files.write(file, bad);
        String message = loadFailure(banks, 3);
        assertTrue(message.contains("bank-000.f32"), message);
      }
    }
  }

  @Test
  void a_truncated_bank_file_or_one_with_trailing_bytes_is_told_apart() throws IOException {
    try (SampleBanks banks = new SampleBanks(folder, 1, 3)) {
      banks.store(0, 1, FloatBuffer.wrap(new float[] {1, 2, 3}));
      Path file = folder.resolve("bank-000.f32");
      byte[] good = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(good, 50));
      assertTrue(loadFailure(banks, 3).contains("truncated: 50 bytes instead of 52"));
      Files.write(file, java.util.Arrays.copyOf(good, 30));
      assertTrue(loadFailure(banks, 3).contains("ends inside the header"));
      Files.write(file, java.util.Arrays.copyOf(good, 53));
      assertTrue(loadFailure(banks, 3).contains("trailing bytes: 53 bytes instead of 52"));
      byte[] alien = good.clone();
      alien[0] = 'X';
      Files.write(file, alien);
      assertTrue(loadFailure(banks, 3).contains("is no sample bank"));
    }
  }

  @Test
  void the_file_of_another_sample_is_not_taken_for_the_right_one() throws IOException {
    try (SampleBanks banks = new SampleBanks(folder, 2, 1)) {
      banks.store(0, 1, FloatBuffer.wrap(new float[] {1}));
      banks.store(1, 2, FloatBuffer.wrap(new float[] {2}));
      Files.write(
          folder.resolve("bank-000.f32"), Files.readAllBytes(folder.resolve("bank-001.f32")));
      assertTrue(loadFailure(banks, 1).contains("instead of the sample of this run"));
    }
  }

  @Test
  void a_full_disk_leaves_every_bank_as_it_was_and_no_half_file() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(300_000).setBlockSize(4096).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path run = disk.getPath("/run");
      int n = 30_000; // 120 kB a sample: two fit, the temporary file of a third does not
      try (SampleBanks banks = new SampleBanks(run, 2, n)) {
        banks.store(0, 1, constant(n, 1));
        banks.store(1, 2, constant(n, 2));
        UncheckedIOException e =
            assertThrows(UncheckedIOException.class, () -> banks.store(2, 3, constant(n, 3)));
        assertTrue(e.getMessage().contains("cannot store sample 2"), e.getMessage());
        assertTrue(e.getMessage().contains("out of disk space"), e.getMessage());
        assertEquals(0, banks.samplesOldestFirst().get(0).sampleIndex());
        FloatBuffer back = FloatBuffer.allocate(n);
        banks.load(banks.samplesOldestFirst().get(0), back);
        assertEquals(1f, back.get(n - 1));
        try (Stream<Path> files = Files.list(run)) {
          assertEquals(2, files.count());
        }
      }
    }
  }

  @Test
  void a_model_with_a_number_that_is_none_is_not_stored() {
    try (SampleBanks banks = new SampleBanks(folder, 1, 3)) {
      Exception e =
          assertThrows(
              ArithmeticException.class,
              () -> banks.store(0, 1, FloatBuffer.wrap(new float[] {1, Float.NaN, 3})));
      assertEquals("parameter 1 of the model is NaN", e.getMessage());
      assertEquals(0, banks.stored());
    }
  }

  @Test
  void banks_of_another_run_are_not_mixed_in() {
    try (SampleBanks banks = new SampleBanks(folder, 1, 1)) {
      banks.store(0, 1, FloatBuffer.wrap(new float[] {1}));
    }
    assertThrows(UncheckedIOException.class, () -> new SampleBanks(folder, 1, 1));
  }

  private static String loadFailure(SampleBanks banks, int n) {
    StoredSample oldest = banks.samplesOldestFirst().get(0);
    FloatBuffer into = FloatBuffer.allocate(n);
    return assertThrows(UncheckedIOException.class, () -> banks.load(oldest, into)).getMessage();
  }

  private static FloatBuffer constant(int n, float value) {
    float[] all = new float[n];
    java.util.Arrays.fill(all, value);
    return FloatBuffer.wrap(all);
  }
}
