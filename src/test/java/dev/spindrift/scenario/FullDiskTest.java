package dev.spindrift.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.spindrift.Chips;
import dev.spindrift.report.ResultsFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  @TempDir Path temp;

  @Test
  void aDiskThatFillsUpDuringTheRunStopsItWithOneMessageAndLeavesNothing() throws IOException {
    Chips.crowded(temp, 1);
    Prepared prepared = TinyRun.prepare(TinyRun.write(temp));
    // A sample takes some 3.7 kB; there is room for one, but the run stores three.
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(6 << 10).setBlockSize(512).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path out = disk.getPath("/reports/run");
      UncheckedIOException full =
          assertThrows(UncheckedIOException.class, () -> run(prepared, out));
      assertTrue(full.getMessage().contains("cannot store sample 1"), full.getMessage());
      assertFalse(Files.exists(out));
      try (Stream<Path> left = Files.list(out.getParent())) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  private static void run(Prepared prepared, Path out) {
    try (ResultsFolder folder = ResultsFolder.create(out.getParent(), "run", out, false);
        Training t = new Training(prepared, folder.working(), 1, (a, b, c, d, e, f) -> {})) {
      folder.finish(t.run());
    }
  }
}
