package dev.spindrift.device;

import java.util.List;

/**
 * What the devices of a cell do when write pulses arrive: the choice of a device file's {@code
 * model} key. A model is a description and immutable; the live state of its devices is in {@link
 * CellArray}, and a {@link CellWriter} moves it.
 *
 * <p>Behaviour by law is the fast form and moves whole tiles by vectors; the other models are
 * written cell by cell through a {@link CellWriter}, and each row's cells the same way at either
 * grain of events.
 */
public sealed interface DeviceModel permits LawModel, LlgModel, FilamentModel {
  /** Returns the model's name in device files. */
  String name();

  /**
   * Returns the names of the numbers that a cell remembers besides its two positions, in the order
   * of {@link CellArray#hidden}.
   */
  default List<String> stateNames() {
    return List.of();
  }

  /**
   * Returns how a weight lies on its two devices: evenly about the middle of the range, (1 + w)/2
   * and (1 - w)/2, if true; on one of them, with the other parked at 0, if false.
   */
  default boolean complementary() {
    return false;
  }

  /**
   * Sets what the cells remember to that of devices at rest at the cells' positions.
   *
   * @param cells modified
   */
  default void rest(CellArray cells) {}
}
