/**
 * Recording what a chip was made to do, and making a chip do it again.
 *
 * <p>A {@link dev.spindrift.replay.TraceRecorder} listens to a run and writes a trace (package
 * {@code trace} knows the file). What it holds suffices to repeat the run on the chip without the
 * network: the walls at the beginning (position of each device, 0 to 1 along its track), and for
 * every mini-batch the push and pull width of each device in driver steps [ps per step in the
 * header]. Everything else follows: a device's thermal noise is a function of (seed, purpose,
 * device, mini-batch), reads, conversions and transfers follow from layers, tiles and mini-batch
 * size, joules from quantities and prices.
 *
 * <p>Not modelled: the network. A replay on another device gives the states that these pulses leave
 * there, not what a network would have learned on it: gradients would have been others.
 */
package dev.spindrift.replay;
