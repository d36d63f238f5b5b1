package dev.spindrift.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class NetlistCommandTest {
  @TempDir Path temp;
  private String out;
  private String err;

  private int run(String... args) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
    try {
      return Main.run(args);
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
      out = o.toString(StandardCharsets.UTF_8);
      err = e.toString(StandardCharsets.UTF_8);
    }
  }

  private Document svg(String... args) throws Exception {
    Path file = temp.resolve("chip.svg");
    String[] all = new String[args.length + 5];
    all[0] = "netlist";
    all[1] = "show";
    System.arraycopy(args, 0, all, 2, args.length);
    all[args.length + 2] = "--force";
    all[args.length + 3] = "--out";
    all[args.length + 4] = file.toString();
    assertEquals(0, run(all), err);
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static int count(Document svg, String style) {
    int n = 0;
    var all = svg.getElementsByTagName("rect");
    for (int i = 0; i < all.getLength(); i++) {
      var c = all.item(i).getAttributes().getNamedItem("class");
      n += c != null && c.getNodeValue().equals(style) ? 1 : 0;
    }
    return n;
  }

  @Test
  void aPictureHasEveryTileWithItsConvertersAndBanks() throws Exception {
    Document d = svg("netlists/edge-28nm-resnet18-8banks.yaml");
    assertEquals(704, count(d, "cells"));
    assertEquals(704, count(d, "adc"));
    assertEquals(8, count(d, "bank"));
    assertEquals(0, count(d, "used"));
  }

  @Test
  void aPictureOfAScenarioFillsTheTilesThatItUses() throws Exception {
    Document d = svg("--scenario", "scenarios/teaching.yaml");
    assertEquals(1, count(d, "cells"));
    // 640 weights of 1024 cells, and the legend's sample
    assertEquals(2, count(d, "used"));
    assertTrue(d.getDocumentElement().getTextContent().contains("63 % of its cells"));
    d = svg("netlists/edge-28nm-small-tiles.yaml", "--scenario", "scenarios/teaching.yaml");
    assertEquals(192, count(d, "cells"));
  }

  @Test
  void checkSaysWhatAChipHoldsAndWhatFits() {
    assertEquals(0, run("netlist", "check", "netlists/edge-28nm-resnet18-1bank.yaml"), err);
    assertTrue(out.contains("11534336 weights a bank on 704 tiles"), out);
    assertTrue(out.contains("cifar10 yes, 699 tiles"), out);
    assertTrue(out.contains("with one bank a stored sample is overwritten"), out);
    assertTrue(out.contains("69 of 704 tiles at a time"), out);
  }

  @Test
  void areaIsPrintedWithTheSourceOfEachFigure() {
    assertEquals(0, run("netlist", "area", "netlists/teaching-1-tile.yaml"), err);
    assertTrue(out.contains("ISAAC, ISCA 2016"), out);
    assertTrue(out.contains("rests on assumed figures"), out);
  }

  @Test
  void aDeckHasTheDevicesOfItsTileInEitherDirection() {
    assertEquals(0, run("netlist", "spice", "--scenario", "scenarios/teaching.yaml"), err);
    assertEquals(2 * 640, out.lines().filter(l -> l.startsWith("rg")).count());
    assertEquals(64, out.lines().filter(l -> l.startsWith("vd")).count());
    assertEquals(20, out.lines().filter(l -> l.startsWith("print i(vs")).count());
    String forward = out;
    assertEquals(
        0, run("netlist", "spice", "--scenario", "scenarios/teaching.yaml", "--transposed"), err);
    assertEquals(20, out.lines().filter(l -> l.startsWith("vd")).count());
    assertEquals(64, out.lines().filter(l -> l.startsWith("print i(vs")).count());
    // the device of row 7 and column 2's minus line
    assertEquals(value(forward, "rg7_5 "), value(out, "rg5_7 "));
  }

  private static String value(String deck, String element) {
    String line = deck.lines().filter(l -> l.startsWith(element)).findFirst().orElseThrow();
    return line.substring(line.lastIndexOf(' '));
  }

  @Test
  void badInputEndsWithExitCode2AndWritesNothing() throws Exception {
    Path taken = Files.writeString(temp.resolve("taken"), "mine");
    assertEquals(2, run("netlist", "show", "netlists/teaching-1-tile.yaml", "--out", "" + taken));
    assertEquals("mine", Files.readString(taken));
    assertEquals(2, run("netlist", "show"));
    assertEquals(2, run("netlist"));
    assertEquals(2, run("netlist", "area", "no-such.yaml"));
    assertTrue(err.contains("no-such.yaml"), err);
    String scenario = "scenarios/teaching.yaml";
    assertEquals(2, run("netlist", "spice", "--scenario", scenario, "--tile", "1"));
    assertTrue(err.contains("there is no tile 1 in use; the network uses 0 to 0"), err);
    assertEquals(2, run("netlist", "spice", "--scenario", scenario, "--drive", "2"));
    Path volts = Files.writeString(temp.resolve("volts"), "0.1\n0.2\nx\n");
    assertEquals(2, run("netlist", "spice", "--scenario", scenario, "--inputs", "" + volts));
    assertTrue(err.contains("line 3: \"x\""), err);
    Files.writeString(volts, "0.1\n0.2\n");
    assertEquals(2, run("netlist", "spice", "--scenario", scenario, "--inputs", "" + volts));
    assertTrue(err.contains("has 2 numbers; allowed: 64"), err);
    assertEquals(2, run("netlist", "spice", "--results", temp.toString()));
  }
}
