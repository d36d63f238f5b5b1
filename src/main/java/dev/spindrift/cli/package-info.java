/**
 * The command line: commands, exit codes, progress. The only package that talks to the console.
 *
 * <p>Exit codes: 0 done, 1 the run failed, 2 bad input. Bad input lists every problem of every file
 * with file, line, column and JSON pointer, what was found, what is allowed and the nearest valid
 * name. Each command's {@code --help} teaches by example. Messages and progress go to standard
 * error, results to standard output.
 */
package dev.spindrift.cli;
