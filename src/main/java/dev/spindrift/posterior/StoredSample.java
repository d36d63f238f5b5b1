package dev.spindrift.posterior;

/**
 * A posterior sample kept in a bank.
 *
 * @param sampleIndex its index in the chain's sequence of samples, from 0
 * @param miniBatch mini-batch after which it was stored, counted from 1
 * @param bank bank that holds it, 0..banks - 1
 */
public record StoredSample(int sampleIndex, long miniBatch, int bank) {}
