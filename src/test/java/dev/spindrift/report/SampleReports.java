package dev.spindrift.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Writes the reports of the sample runs, to be looked at: {@code java -cp
 * target/classes:target/test-classes:... dev.spindrift.report.SampleReports FOLDER}.
 */
final class SampleReports {
  private SampleReports() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Instant then = Instant.parse("2026-05-04T12:30:15Z");
    Files.writeString(
        folder.resolve("digits.html"), HtmlReport.render(SampleRun.digits(), then, ZoneOffset.UTC));
    Files.writeString(
        folder.resolve("empty.html"), HtmlReport.render(SampleRun.empty(), then, ZoneOffset.UTC));
  }
}
