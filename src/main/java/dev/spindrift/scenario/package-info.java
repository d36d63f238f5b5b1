/**
 * What to run, and the run itself.
 *
 * <p>A scenario file ({@link dev.spindrift.scenario.ScenarioFile}) names a netlist, a data set, a
 * network, how the chain steps, when samples are kept and when the model is tested. {@link
 * dev.spindrift.scenario.Prepared} loads the data and checks that the network fits the chip; {@link
 * dev.spindrift.scenario.Training} runs it: per mini-batch
 *
 * <pre>
 *   network   gradient of the mean cross-entropy                     (wall time: network)
 *   mapping   forward, backward and gradient events on the die       (wall time: engine)
 *   learning  increment: drift and required noise variance
 *   mapping   push and pull widths; walls move                       (wall time: devices)
 *   mapping   row programs of every tile as events                   (wall time: engine)
 *   here      batch-norm affine parameters and statistics, biases (digital, float32)
 *   posterior thinning counter; a stored sample is frozen in its bank, the chain is handed over
 * </pre>
 *
 * and {@link dev.spindrift.scenario.RunResult} is everything it yields. Testing a model is a probe
 * of the simulation, not work of the chip: it takes no simulated time and costs no energy.
 *
 * <p>{@link dev.spindrift.scenario.Checkpoints} keep the state of all parts that change ({@code
 * Training.parts()}), so that an interrupted run goes on to the same bytes; {@link
 * dev.spindrift.scenario.StoredPosterior} opens the samples of a finished run.
 *
 * <p>Not modelled: inference on the chip, loading of images, time and energy of the few digital
 * parameters' own steps, losses of digital memory.
 */
package dev.spindrift.scenario;
