package dev.spindrift.device;

import java.util.List;

/**
 * Everything that changes in a {@link CellArray}, as plain arrays: what a checkpoint stores. Device
 * variation is not part of it, since it follows from seed and device number.
 *
 * @param model the device model's name
 * @param plus positions of the plus devices, [column][row] [1]
 * @param minus positions of the minus devices, [column][row] [1]
 * @param names names of the hidden state's arrays, see {@link DeviceModel#stateNames}
 * @param hidden hidden state, [name][column][row]
 */
public record CellState(
    String model, float[] plus, float[] minus, List<String> names, double[][] hidden) {}
