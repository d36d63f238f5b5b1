package dev.spindrift.engine;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ROL;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link BoxMuller} by the Vector API: the same operations in the same order, hence the same bits,
 * without its detours through memory.
 *
 * <p>Every stage is one short static method: C2 boxes the vectors of methods that exceed its budget
 * for inlining, and the launcher forbids to inline stages into one another.
 */
final class VectorNormals implements PairNormals {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

  private final BoxMuller remainder = new BoxMuller(CounterNoise.LANE);
  private final float[] radius = new float[CounterNoise.LANE];
  private final float[] sine = new float[CounterNoise.LANE];
  private final float[] cosine = new float[CounterNoise.LANE];

  @Override
  public void words(int c0, int c1, int k0, int k1, int[] index, int[] r0, int[] r1, int n) {
    if (n % I.length() != 0) {
      Threefry.words(c0, c1, k0, k1, index, r0, r1, n);
    } else {
      int k2 = Threefry.PARITY ^ k0 ^ k1;
      earlyWordStage(c0, c1, k0, k1, k2, index, r0, r1, n);
      laterWordStage(k0, k1, k2, r0, r1, n);
    }
  }

  @Override
  public void normals(
      int[] word0, int[] word1, float[] z0, int start0, float[] z1, int start1, int n) {
    if (n % F.length() != 0) {
      remainder.normals(word0, word1, z0, start0, z1, start1, n);
      return;
    }
    radiusStage(word0, radius, n);
    angleStage(word1, sine, cosine, n);
    pairStage(word1, sine, cosine, radius, z0, start0, z1, start1, n);
  }

  /** The first eight rounds; all of them in one method are more than C2 always inlines. */
  private static void earlyWordStage(
      int c0, int c1, int k0, int k1, int k2, int[] index, int[] r0, int[] r1, int n) {
    int start1 = c1 + k1;
    int start0 = c0 + k0 + start1; // the first round, as far as it is the same for all
    int turned1 = Integer.rotateLeft(start1, 13);
    for (int j = 0; j < n; j += I.length()) {
      IntVector x0 = IntVector.fromArray(I, index, j).add(start0);
      IntVector x1 = x0.lanewise(XOR, turned1);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 15).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 26).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 6).lanewise(XOR, x0);
      x0 = x0.add(k1);
      x1 = x1.add(k2 + 1);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 17).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 29).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 16).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 24).lanewise(XOR, x0);
      x0.intoArray(r0, j);
      x1.intoArray(r1, j);
    }
  }

  /** The rounds from the ninth on. */
  private static void laterWordStage(int k0, int k1, int k2, int[] r0, int[] r1, int n) {
    for (int j = 0; j < n; j += I.length()) {
      IntVector x0 = IntVector.fromArray(I, r0, j);
      IntVector x1 = IntVector.fromArray(I, r1, j);
      x0 = x0.add(k2);
      x1 = x1.add(k0 + 2);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 13).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 15).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 26).lanewise(XOR, x0);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 6).lanewise(XOR, x0);
      x0 = x0.add(k0);
      x1 = x1.add(k1 + 3);
      x0 = x0.add(x1);
      x1 = x1.lanewise(ROL, 17).lanewise(XOR, x0);
      x0.intoArray(r0, j);
      x1.intoArray(r1, j);
    }
  }

  private static void radiusStage(int[] word, float[] out, int n) {
    for (int j = 0; j < n; j += F.length()) {
      IntVector w = IntVector.fromArray(I, word, j);
      FloatVector upper = w.lanewise(LSHR, 9).or(BoxMuller.ONE).reinterpretAsFloats();
      FloatVector lower = w.and(0x1ff).or(BoxMuller.TWO_23).reinterpretAsFloats();
      FloatVector u =
          FloatVector.broadcast(F, 2f)
              .sub(upper)
              .sub(lower.sub(BoxMuller.TWO_23_FLOAT).mul(BoxMuller.TINY));
      IntVector bits = u.reinterpretAsInts();
      FloatVector exponent = bits.lanewise(LSHR, 23).or(BoxMuller.TWO_23).reinterpretAsFloats();
      FloatVector x =
          bits.and(BoxMuller.MANTISSA).or(BoxMuller.ONE).reinterpretAsFloats().sub(1.5f);
      x.mul(BoxMuller.L7)
          .add(BoxMuller.L6)
          .mul(x)
          .add(BoxMuller.L5)
          .mul(x)
          .add(BoxMuller.L4)
          .mul(x)
          .add(BoxMuller.L3)
          .mul(x)
          .add(BoxMuller.L2)
          .mul(x)
          .add(BoxMuller.L1)
          .mul(x)
          .add(BoxMuller.L0)
          .add(exponent.sub(BoxMuller.TWO_23_FLOAT + 127f).mul(BoxMuller.LN2))
          .mul(-2f)
          .abs()
          .sqrt()
          .intoArray(out, j);
    }
  }

  private static void angleStage(int[] word, float[] sine, float[] cosine, int n) {
    for (int j = 0; j < n; j += F.length()) {
      IntVector w = IntVector.fromArray(I, word, j);
      FloatVector x =
          w.lanewise(LSHL, 2)
              .lanewise(LSHR, 9)
              .or(BoxMuller.ONE)
              .reinterpretAsFloats()
              .sub(1.5f)
              .mul(BoxMuller.HALF_PI);
      FloatVector q = x.mul(x);
      q.mul(BoxMuller.S3)
          .add(BoxMuller.S2)
          .mul(q)
          .add(BoxMuller.S1)
          .mul(q)
          .add(1f)
          .mul(x)
          .intoArray(sine, j);
      FloatVector sign = w.and(0x80000000).or(BoxMuller.ONE).reinterpretAsFloats();
      q.mul(BoxMuller.C4)
          .add(BoxMuller.C3)
          .mul(q)
          .add(BoxMuller.C2)
          .mul(q)
          .add(BoxMuller.C1)
          .mul(q)
          .add(1f)
          .mul(sign)
          .intoArray(cosine, j);
    }
  }

  private static void pairStage(
      int[] word,
      float[] sine,
      float[] cosine,
      float[] radius,
      float[] z0,
      int start0,
      float[] z1,
      int start1,
      int n) {
    for (int j = 0; j < n; j += F.length()) {
      FloatVector s = FloatVector.fromArray(F, sine, j);
      FloatVector c = FloatVector.fromArray(F, cosine, j);
      FloatVector r = FloatVector.fromArray(F, radius, j);
      // the difference or 0; BoxMuller multiplies it by 1 or 0
      IntVector swap = IntVector.fromArray(I, word, j).lanewise(LSHL, 1).lanewise(ASHR, 31);
      FloatVector d = s.sub(c).reinterpretAsInts().and(swap).reinterpretAsFloats();
      c.add(d).mul(r).intoArray(z0, start0 + j);
      s.sub(d).mul(r).intoArray(z1, start1 + j);
    }
  }
}
