package dev.spindrift;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callCodeUnitWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The house's table and the rules that hold it, for any root package. */
final class House {

  /** Package -> packages it may use, from cellar to roof: the picture of docs/design.md. */
  static final Map<String, List<String>> TABLE = new LinkedHashMap<>();

  static {
    List<String> cellar = List.of("input", "state", "engine", "trace", "energy");
    List<String> ground = List.of("physics", "device", "measurement", "circuit", "chip");
    List<String> upper =
        List.of("dataset", "network", "learning", "posterior", "mapping", "replay", "exchange");
    List<String> roof = List.of("scenario", "report", "explore", "cli");
    List<String> below = new ArrayList<>();
    for (List<String> floor : List.of(cellar, ground, upper, roof)) {
      for (String room : floor) {
        TABLE.put(room, List.copyOf(below));
        below.add(room);
      }
    }
    // Stricter than the picture: images, gradients and kernels know nothing of the hardware, or
    // the software reference would not be one.
    TABLE.put("dataset", List.of("input", "state", "engine"));
    TABLE.put("network", List.of("input", "state", "engine", "dataset"));
    TABLE.put("learning", List.of("input", "state", "engine", "network"));
  }

  private final String root;

  House(String root) {
    this.root = root;
  }

  /** Every rule with a name, in the order of the table. */
  Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("every class lives in a known room", knownRooms());
    TABLE.forEach(
        (room, allowed) -> rules.put(room + " uses only rooms below it", onlyBelow(room, allowed)));
    rules.put(
        "no cycles between rooms",
        slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true));
    rules.put(
        "SSJ's events only in engine",
        only(List.of("engine"), "umontreal.ssj.simevents..", "umontreal.ssj.simprocs.."));
    rules.put(
        "nobody uses SSJ's static simulator",
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("umontreal.ssj.simevents.Sim")
            .allowEmptyShould(true));
    rules.put(
        "JSON and YAML only in input, and where a format is written",
        only(
            List.of("input", "report", "trace", "exchange"),
            "com.fasterxml.jackson..",
            "tools.jackson..",
            "org.yaml.snakeyaml..",
            "com.google.gson.."));
    rules.put(
        "Arrow's format only in trace",
        only(List.of("trace"), "org.apache.arrow..", "com.google.flatbuffers..", "net.jpountz.."));
    rules.put(
        "search, Parquet and SVG only in explore",
        only(
            List.of("explore"),
            "org.moeaframework..",
            "org.apache.parquet..",
            "org.apache.batik.."));
    rules.put("JSON and YAML are read only in input", readOnlyInInput());
    rules.put(
        "units of measurement only in input",
        only(List.of("input"), "javax.measure..", "tech.units.."));
    rules.put(
        "ND4J and DL4J only in network",
        only(List.of("network"), "org.nd4j..", "org.deeplearning4j..", "org.bytedeco.."));
    rules.put(
        "command line and progress only in cli",
        only(List.of("cli"), "picocli..", "me.tongfei..", "org.jline.."));
    rules.put("only cli speaks to the console", console());
    rules.put("randomness is never seeded by chance", seeded());
    return rules;
  }

  private ArchRule knownRooms() {
    List<String> rooms = new ArrayList<>();
    TABLE.keySet().forEach(room -> rooms.add(root + "." + room));
    // The shim that lets the network room load the native library it wants.
    rooms.add("org.nd4j.nativeblas");
    return classes().should().resideInAnyPackage(rooms.toArray(new String[0]));
  }

  private ArchRule onlyBelow(String room, List<String> allowed) {
    List<String> usable = new ArrayList<>(allowed);
    usable.add(room);
    DescribedPredicate<JavaClass> forbidden =
        resideInAPackage(root + "..")
            .and(DescribedPredicate.not(resideInAnyPackage(packages(usable))))
            .as("rooms beyond " + usable);
    return noClasses()
        .that()
        .resideInAPackage(root + "." + room + "..")
        .should()
        .dependOnClassesThat(forbidden)
        .allowEmptyShould(true);
  }

  private ArchRule only(List<String> rooms, String... libraries) {
    return noClasses()
        .that(outside(rooms))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries))
        .allowEmptyShould(true);
  }

  private ArchRule readOnlyInInput() {
    return noClasses()
        .that(outside(List.of("input")))
        .should(
            callCodeUnitWhere(
                target(owner(resideInAnyPackage("com.fasterxml.jackson..", "com.google.gson..")))
                    .and(target(nameMatching("read.*|createParser|fromJson|treeToValue")))))
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("com.fasterxml.jackson.dataformat..", "org.yaml.snakeyaml.."))
        .allowEmptyShould(true);
  }

  private ArchRule console() {
    return noClasses()
        .that(outside(List.of("cli")))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callCodeUnitWhere(target(nameMatching("printStackTrace")))
        .allowEmptyShould(true);
  }

  private static ArchRule seeded() {
    List<String> sources =
        Arrays.asList(
            Random.class.getName(),
            "java.util.concurrent.ThreadLocalRandom",
            "java.security.SecureRandom");
    DescribedPredicate<JavaClass> source =
        describe("an unnamed source of chance", type -> sources.contains(type.getName()));
    List<String> calls =
        List.of(
            "java.lang.Math.random()",
            "java.lang.StrictMath.random()",
            "java.lang.System.currentTimeMillis()",
            "java.util.Collections.shuffle(java.util.List)",
            "java.util.SplittableRandom.<init>()");
    return noClasses()
        .should()
        .dependOnClassesThat(source)
        .orShould(
            callCodeUnitWhere(
                describe(
                    "draws or seeds from chance or the clock",
                    call -> calls.contains(call.getTarget().getFullName()))))
        .allowEmptyShould(true);
  }

  private DescribedPredicate<JavaClass> outside(List<String> rooms) {
    List<String> inside = new ArrayList<>(Arrays.asList(packages(rooms)));
    if (rooms.contains("network")) {
      inside.add("org.nd4j.nativeblas");
    }
    return DescribedPredicate.not(resideInAnyPackage(inside.toArray(new String[0])))
        .as("outside " + rooms);
  }

  private String[] packages(List<String> rooms) {
    return rooms.stream().map(room -> root + "." + room + "..").toArray(String[]::new);
  }
}
