package dev.spindrift.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spindrift.engine.CounterNoise;
import dev.spindrift.engine.Workers;
import org.junit.jupiter.api.Test;

class PulsedWallsTest {
  private static final double DT = 1e-12;
  private static final double PEAK = 1e12;

  private static WallParameters wall(String set) {
    return Walls.of(set, NoiseConvention.PRINTED);
  }

  private static PulsedWalls walls(WallParameters wall, Scheme scheme) {
    return new PulsedWalls(wall, scheme, DT, PEAK, 3);
  }

  /** Push of 2 ns with ramps of 20 ps, pull of 1 ns, 0.5 ns of rest. */
  private static void pulses(PulsedWalls walls, double sign) {
    walls.piece(20, 0, sign * PEAK);
    walls.piece(2000, sign * PEAK, sign * PEAK);
    walls.piece(20, sign * PEAK, 0);
    walls.piece(1000, -sign * PEAK, -sign * PEAK);
    walls.piece(500, 0, 0);
  }

  @Test
  void withoutTemperatureItIsTheEnsemblesTrajectory() {
    for (Scheme scheme : Scheme.values()) {
      for (WallParameters wall : new WallParameters[] {wall("nopin"), wall("cmtj")}) {
        WallParameters cold = wall.withTemperature(0).withLength(Double.POSITIVE_INFINITY);
        WallEnsemble expected = new WallEnsemble(cold, scheme, DT, 1, "cold", 1);
        CurrentWaveform ramped =
            CurrentWaveform.pulse(2e-9, PEAK, 20e-12, 20e-12)
                .then(CurrentWaveform.pulse(1e-9, -PEAK))
                .then(CurrentWaveform.idle(0.5e-9));
        try (Workers one = new Workers(1)) {
          expected.run(ramped, one);
        }
        PulsedWalls walls = walls(cold, scheme);
        walls.add(7, 0, 0, -1e-3, 1e-3);
        pulses(walls, 1);
        walls.run(new CounterNoise(1, "none"));
        // A ramp summed step by step and one computed from its ends differ by rounding.
        double moved = expected.position(0);
        assertTrue(moved > 1e-8);
        assertEquals(moved, walls.position(0), 1e-9 * moved);
        assertEquals(expected.phase(0), walls.phase(0) * Math.PI, 1e-9);
      }
    }
  }

  @Test
  void aWallsTrajectoryDoesNotDependOnItsCompany() {
    for (NoiseConvention noise : NoiseConvention.values()) {
      PulsedWalls walls = walls(wall("cmtj").withNoise(noise), Scheme.HEUN);
      walls.add(41, 1e-6, 0.1, 0, 4e-6);
      pulses(walls, 1);
      walls.run(new CounterNoise(1, "update"));
      double x = walls.position(0);
      double p = walls.phase(0);
      walls.clear();
      for (int i = 0; i < 9; i++) {
        walls.add(i == 4 ? 41 : i, 1e-6, 0.1, 0, 4e-6);
        if (i < 4) {
          walls.piece(3700 - i, PEAK, PEAK);
        } else if (i == 4) {
          pulses(walls, 1);
        }
      }
      walls.run(new CounterNoise(1, "update"));
      assertEquals(x, walls.position(4));
      assertEquals(p, walls.phase(4));
      assertTrue(walls.position(8) == 1e-6 && walls.position(3) != x);
    }
  }

  /** The mirror image needs the mirrored noise, so it is asked of a cold wall. */
  @Test
  void theMirroredWallUnderTheMirroredCurrentMovesTheOtherWay() {
    WallParameters cold = wall("cmtj").withTemperature(0);
    PulsedWalls walls = walls(cold, Scheme.HEUN);
    walls.add(0, 35e-9, 0.2, -4e-6, 4e-6);
    pulses(walls, 1);
    walls.add(1, -35e-9, -0.2, -4e-6, 4e-6);
    pulses(walls, -1);
    walls.run(new CounterNoise(1, "none"));
    assertEquals(-walls.position(0), walls.position(1), 1e-20);
    assertEquals(-walls.phase(0), walls.phase(1), 1e-14);
  }

  @Test
  void endsHoldTheWallAndAreNoticed() {
    PulsedWalls walls = walls(wall("nopin"), Scheme.HEUN);
    walls.add(0, 3.99e-6, 0, 0, 4e-6);
    walls.piece(2000, PEAK, PEAK);
    walls.add(1, 2e-6, 0, 0, 4e-6);
    walls.piece(2000, PEAK, PEAK);
    walls.run(new CounterNoise(1, "ends"));
    assertTrue(walls.held(0) && walls.position(0) <= 4e-6 * (1 + 1e-15));
    assertTrue(!walls.held(1));
  }

  @Test
  void whatItCannotDoIsRefused() {
    WallParameters field = wall("nopin").withField(new WallParameters.Field(0, 0, 100));
    assertThrows(IllegalArgumentException.class, () -> walls(field, Scheme.HEUN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PulsedWalls(wall("nopin"), Scheme.HEUN, 100e-12, PEAK, 1));
    PulsedWalls walls = walls(wall("nopin"), Scheme.HEUN);
    walls.add(0, 0, 0, 0, 4e-6);
    walls.piece(10, 0, 0);
    walls.add(1, 0, 0, 0, 4e-6);
    walls.piece(20, 0, 0);
    assertThrows(IllegalStateException.class, () -> walls.run(new CounterNoise(1, "order")));
  }
}
