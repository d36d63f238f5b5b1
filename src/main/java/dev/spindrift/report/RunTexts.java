package dev.spindrift.report;

import dev.spindrift.input.JsonText;
import dev.spindrift.scenario.RunResult;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small files of a run without a results folder of its own: a point of an exploration. */
public final class RunTexts {
  private RunTexts() {}

  /**
   * Returns {@code summary.json}, {@code history.csv} and {@code energy.csv} as a results folder
   * has them.
   *
   * @param finished when the run ended; stands in the summary's {@code wall} only
   * @return file name to text
   */
  public static Map<String, String> of(RunResult result, Instant finished) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("summary.json", JsonText.write(Summary.of(result, finished), true));
    Map<String, String> tables = CsvFiles.of(result);
    texts.put("history.csv", tables.get("history.csv"));
    texts.put("energy.csv", tables.get("energy.csv"));
    return texts;
  }
}
