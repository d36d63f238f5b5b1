package dev.spindrift.device;

/**
 * A pulse displaces a wall by a normal variable, see {@link DisplacementLaw}; devices remember
 * nothing besides their positions.
 */
public record LawModel() implements DeviceModel {
  @Override
  public String name() {
    return "law";
  }
}
