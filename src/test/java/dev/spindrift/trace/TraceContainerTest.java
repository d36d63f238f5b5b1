package dev.spindrift.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.input.InputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, by us and by Arrow's own reader; nothing is overwritten. */
class TraceContainerTest {
  @TempDir Path temp;

  @Test
  void everyRecordIsReadAsItWasWritten() throws IOException {
    Path file = SampleTraces.write(temp.resolve("a.arrow"), 5);
    try (TraceReader t = TraceReader.open(file)) {
      assertEquals("hello", t.header().inputs().get("scenario.yaml"));
      assertEquals(SampleTraces.COMPONENTS, t.components());
      assertEquals(SampleTraces.LAYERS, t.layers());
      long records = 0;
      long rows = 0;
      for (; t.next(); records++) {
        if (t.marker() == Marker.ROW_PROGRAM) {
          long k = t.miniBatch();
          assertEquals(1, t.component());
          assertEquals(Work.UPDATE, t.work());
          assertEquals(0, t.layer());
          assertEquals(3, t.columns());
          for (int c = 0; c < 3; c++) {
            assertEquals(SampleTraces.push(k, t.row(), c), t.push(c));
            assertEquals(SampleTraces.pull(k, t.row(), c), t.pull(c));
            assertEquals(0f - 0.5f * c, t.drift(c));
          }
          rows++;
        } else if (t.marker() == Marker.WALLS_PLUS) {
          assertEquals(3, t.walls());
          assertEquals(0.25f * (2 * t.row() + 1), t.wall(1), 0f);
        } else if (t.action() == Action.ADC_CONVERSION) {
          assertEquals(7, t.quantity());
          assertEquals(1e-12, t.ownJoules(), 0.0);
          assertEquals(t.miniBatch() * 1000L, t.start());
        }
      }
      assertEquals(5 * 2, rows);
      assertEquals(SampleTraces.records(5), records);
      assertNull(t.problem());
      t.requireWhole();
    }
  }

  @Test
  void manyBlocksAreWrittenInOrderAndReadAgain() throws IOException {
    int miniBatches = 20_000; // 80,000 records: five blocks at least
    Path file = SampleTraces.write(temp.resolve("b.arrow"), miniBatches);
    try (TraceReader t = TraceReader.open(file)) {
      long last = 0;
      long records = 0;
      while (t.next()) {
        assertTrue(t.miniBatch() >= last);
        last = t.miniBatch();
        records++;
      }
      t.requireWhole();
      assertEquals(miniBatches, last);
      assertEquals(SampleTraces.records(miniBatches), records);
      assertTrue(t.blocks() >= 5, t.blocks() + " blocks");
    }
  }

  @Test
  void theSameRecordsGiveTheSameBytes() throws IOException {
    Path a = SampleTraces.write(temp.resolve("a.arrow"), 3000);
    Path b = SampleTraces.write(temp.resolve("b.arrow"), 3000);
    assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
  }

  @Test
  void arrowsOwnReaderFindsTheSameNumbersAndNames() throws IOException {
    Path file = SampleTraces.write(temp.resolve("a.arrow"), 6000);
    long rows = 0;
    long widths = 0;
    long starts = 0;
    try (BufferAllocator memory = new RootAllocator();
        FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader =
            new ArrowFileReader(channel, memory, CommonsCompressionFactory.INSTANCE)) {
      assertEquals(
          "1", reader.getVectorSchemaRoot().getSchema().getCustomMetadata().get("spindrift.trace"));
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
        ListVector push = (ListVector) reader.getVectorSchemaRoot().getVector("push_steps");
        BigIntVector start = (BigIntVector) reader.getVectorSchemaRoot().getVector("start_ps");
        for (int i = 0; i < push.getValueCount(); i++) {
          for (Object width : push.getObject(i)) {
            widths += (Character) width;
          }
          starts += start.get(i);
        }
      }
      assertEquals(4, reader.getDictionaryVectors().size());
      assertEquals(
          "adc-conversion",
          reader.getDictionaryVectors().get(1L).getVector().getObject(3).toString());
    }
    long ours = 0;
    long ourStarts = 0;
    try (TraceReader t = TraceReader.open(file)) {
      while (t.next()) {
        ourStarts += t.start();
        for (int c = 0; c < t.columns(); c++) {
          ours += t.push(c);
        }
      }
    }
    assertEquals(SampleTraces.records(6000), rows);
    assertTrue(ours > 0);
    assertEquals(ours, widths);
    assertEquals(ourStarts, starts);
  }

  @Test
  void anUnfinishedTraceKeepsAReadablePrefixUnderItsPartialName() throws IOException {
    Path file = temp.resolve("killed.arrow");
    try (TraceWriter w = SampleTraces.open(file, false)) {
      for (int k = 1; k <= 100; k++) {
        SampleTraces.miniBatch(w, k);
      }
    }
    assertFalse(Files.exists(file));
    try (TraceReader t = TraceReader.open(temp.resolve("killed.arrow.partial"))) {
      long last = 0;
      while (t.next()) {
        last = t.miniBatch();
      }
      assertEquals(100, last);
      assertTrue(t.problem().contains("ends inside block"), t.problem());
      assertThrows(InputException.class, t::requireWhole);
    }
  }

  @Test
  void nothingIsOverwrittenUnlessForced() throws IOException {
    Path file = SampleTraces.write(temp.resolve("a.arrow"), 1);
    byte[] before = Files.readAllBytes(file);
    assertThrows(FileAlreadyExistsException.class, () -> SampleTraces.open(file, false));
    assertArrayEquals(before, Files.readAllBytes(file));
    try (TraceWriter w = SampleTraces.open(file, true)) {
      SampleTraces.miniBatch(w, 9);
      w.finish();
    }
    try (TraceReader t = TraceReader.open(file)) {
      assertTrue(t.next());
      assertEquals(9, t.miniBatch());
    }
    try (Stream<Path> files = Files.list(temp)) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
