package dev.spindrift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house of docs/design.md: who may use whom, and which library lives where. */
class ArchitectureTest {

  @TestFactory
  Stream<DynamicTest> theHouseKeepsItsRules() throws URISyntaxException {
    Path main =
        Path.of(
            dev.spindrift.cli.Main.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    JavaClasses classes = new ClassFileImporter().importPath(main);
    return new House("dev.spindrift")
        .rules().entrySet().stream()
            .map(
                rule ->
                    DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(classes)));
  }

  /** Each rule must be able to fail: the fixture breaks every one of these, and only these. */
  @Test
  void theRulesCatchAHouseThatBreaksThem() {
    JavaClasses classes = new ClassFileImporter().importPackages("dev.spindrift.offences");
    Map<String, List<String>> caught = new TreeMap<>();
    for (Map.Entry<String, ArchRule> rule :
        new House("dev.spindrift.offences").rules().entrySet()) {
      EvaluationResult result = rule.getValue().evaluate(classes);
      if (result.hasViolation()) {
        caught.put(rule.getKey(), result.getFailureReport().getDetails());
      }
    }
    assertEquals(
        List.of(
            "JSON and YAML are read only in input",
            "JSON and YAML only in input, and where a format is written",
            "ND4J and DL4J only in network",
            "SSJ's events only in engine",
            "command line and progress only in cli",
            "energy uses only rooms below it",
            "engine uses only rooms below it",
            "every class lives in a known room",
            "no cycles between rooms",
            "nobody uses SSJ's static simulator",
            "only cli speaks to the console",
            "randomness is never seeded by chance",
            "units of measurement only in input"),
        new ArrayList<>(caught.keySet()));
    each(
        caught.get("randomness is never seeded by chance"),
        List.of("Math.random", "currentTimeMillis", "Random.<init>", "shuffle"));
    each(caught.get("only cli speaks to the console"), List.of("System.out", "printStackTrace"));
  }

  private static void each(List<String> details, List<String> offences) {
    for (String offence : offences) {
      assertTrue(
          details.stream().anyMatch(line -> line.contains(offence)), offence + " in " + details);
    }
  }
}
