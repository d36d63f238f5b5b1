package dev.spindrift.mapping;

/**
 * What one cause adds between the wanted and the realised increment of the pairs of an update, in
 * weight units.
 *
 * @param cause what makes the difference
 * @param bias mean of the added displacement, towards larger weights [1]
 * @param gain added displacement per wanted drift: least squares through the origin [1]
 * @param spread standard deviation of the added displacement over the pairs [1]
 * @param excessVariance added thermal variance, mean over the pairs [1]
 */
public record RealisedIncrement(
    String cause, double bias, double gain, double spread, double excessVariance) {}
