package dev.spindrift.circuit;

/** Registry indices of the peripherals in whose name a tile announces its actions. */
public record LineDriverIds(int wordLines, int bitLines, int dac, int adc, int pulses) {}
