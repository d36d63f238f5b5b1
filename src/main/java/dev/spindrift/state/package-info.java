/**
 * What a run must remember to go on after it was stopped, and the file it is kept in.
 *
 * <p>A part of a run that changes in its course implements {@link
 * dev.spindrift.state.Checkpointed}: it writes what it cannot compute anew from the run's inputs
 * and reads the same items back in the same order. {@link dev.spindrift.state.CheckpointFile} keeps
 * each part in a section of its own with a checksum. Values are stored as their bits, so a run that
 * goes on from a checkpoint gives the same bytes as one that was never stopped.
 *
 * <p>Checkpoints are taken between mini-batches, when no event is pending; so the state of
 * operations under way (queues, a half-done row program) needs no format. Who saves when, and how
 * many checkpoints are kept, belongs to the run (package {@code scenario}).
 *
 * <p>Every bit of the file is covered by a CRC32C (Castagnoli polynomial, IETF RFC 3720): an error
 * burst of up to 32 bits is always found, other damage is missed with probability 2^-32 per
 * section.
 *
 * <p>Not here: protection against deliberate changes; reading checkpoints of another version of the
 * program (a run goes on with the program that began it).
 */
package dev.spindrift.state;
