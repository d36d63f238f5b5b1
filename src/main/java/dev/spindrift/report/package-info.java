/**
 * What a run leaves behind: a results folder, the table at the end of the run, the HTML report.
 *
 * <p>All views are functions of one {@link dev.spindrift.scenario.RunResult}; none computes physics
 * or metrics of its own beyond sums, shares and means: energy is the sum of the ledger's rows,
 * {@code E = sum(quantity x price + own joules)} [J]; energy per mini-batch is E divided by the
 * mini-batches learnt; mean power is sum(bin power x bin width) divided by the simulated time [W];
 * the share of updates at a limit is their count divided by all updates. Values are SI without
 * prefix in files, and three significant digits with an SI prefix for people ({@link
 * dev.spindrift.report.Engineering}). NaN means "not computed": null in JSON, an empty cell in CSV,
 * a dash for people.
 *
 * <p>Files: {@link dev.spindrift.report.ResultsFolder} owns the layout of a folder under {@code
 * reports/} ({@code reports/README.md} describes every file and key). A folder is complete if its
 * end marker lists every file with its SHA-256 and all of them agree; anything else is not taken
 * for results.
 *
 * <p>Determinism: two equal runs give equal bytes in every file except {@code summary.json} (there
 * only in {@code wall} and {@code peakMemory}), {@code report.html} (there only in the header) and
 * the marker, which holds the digests of both.
 *
 * <p>Not modelled: comparison of several runs, a history per layer, power by component over time,
 * and the rail's current outside the window the run recorded. The pulse histogram's {@code
 * shortest} and {@code longest} are those that occurred, not the driver's limits.
 */
package dev.spindrift.report;
