/**
 * The command line: commands, exit codes, progress. The only package that talks to the console.
 *
 * <p>Exit codes: 0 done, 1 the run failed, 2 bad input, 128 + n stopped by signal n (130: Ctrl-C).
 * Bad input lists every problem of every file with file, line, column and JSON pointer, what was
 * found, what is allowed and the nearest valid name. Each command's {@code --help} teaches by
 * example. Messages and progress go to standard error, results to standard output.
 *
 * <p>{@code check} reads and checks all inputs and the data without running; {@code run} trains and
 * writes a results folder; {@code characterize} measures the wall dynamics of one device under
 * pulses; {@code limits} maps where the method's assumptions about a wall end; {@code dataset}
 * lists and fetches images; {@code posterior} shows, exports and predicts with stored samples.
 * Physics, chips and runs are the packages' below; what {@code characterize} writes (tables, plots,
 * a fitted device file) is put together here.
 *
 * <p>Not here: interactive use and configuration files; a run is described by its scenario and what
 * {@code --set} changes in it.
 */
package dev.spindrift.cli;
