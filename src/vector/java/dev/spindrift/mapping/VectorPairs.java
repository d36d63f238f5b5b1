package dev.spindrift.mapping;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link KernelLoops} of merged pairs by the Vector API: the same operations in the same order,
 * hence the same bits, without detours of bits through memory and with fewer passes.
 *
 * <p>Every stage is one short static method, see {@code VectorNormals}.
 */
final class VectorPairs implements PairLoops {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

  private final int[] lanes = new int[I.length()];

  @Override
  public int width() {
    return F.length();
  }

  private static FloatVector twicePositivePart(FloatVector x) {
    return x.add(x.abs());
  }

  private static FloatVector drift(float[] gradient, int j, float drift, float offset) {
    return FloatVector.fromArray(F, gradient, j).mul(drift).add(offset);
  }

  @Override
  public void plan(
      LinearPlan plan,
      float drift,
      float offset,
      float required,
      int limitBits,
      int upperBits,
      float[] gradient,
      float[] shorter,
      float[] longer,
      float[] keys,
      LaneCounts counts,
      int n) {
    // the scratch arrays change their meaning: asymmetry in longer, symmetric width in shorter
    long limits =
        symmetricStage(
            plan, drift, offset, required, limitBits, upperBits, gradient, longer, shorter, n);
    counts.limited()[0] += (int) (limits >>> 32);
    counts.upper()[0] += (int) limits;
    widthStage(plan, shorter, longer, keys, n);
  }

  /** Returns the counts of asymmetries above both thresholds, the first one in the upper half. */
  private static long symmetricStage(
      LinearPlan plan,
      float drift,
      float offset,
      float required,
      int limitBits,
      int upperBits,
      float[] gradient,
      float[] asymmetry,
      float[] symmetric,
      int n) {
    int limited = 0;
    int upper = 0;
    for (int j = 0; j < n; j += F.length()) {
      FloatVector d = drift(gradient, j, drift, offset);
      FloatVector steps =
          twicePositivePart(d.abs().mul(plan.halfStepsPerWeight).sub(plan.halfStepsAtZero));
      FloatVector a =
          steps.blend(StepMath.FAR, steps.compare(GT, StepMath.FAR)).add(d.mul(0x1p64f).mul(0f));
      a.intoArray(asymmetry, j);
      IntVector bits = a.reinterpretAsInts();
      limited += bits.compare(GT, limitBits).trueCount();
      upper += bits.compare(GT, upperBits).trueCount();
      FloatVector left =
          FloatVector.broadcast(F, required)
              .sub(twicePositivePart(a.mul(plan.halfRate).add(plan.halfAsymmetryOffset)));
      twicePositivePart(left.mul(plan.halfStepsPerVariance).add(plan.halfExcess))
          .add(plan.shortest)
          .intoArray(symmetric, j);
    }
    return (long) limited << 32 | upper;
  }

  private static FloatVector round(FloatVector x) {
    return x.mul(1f + 0x1p-23f).add(StepMath.MAGIC).sub(StepMath.MAGIC);
  }

  private static FloatVector cut(FloatVector steps, float most) {
    FloatVector m = FloatVector.broadcast(F, most);
    return m.sub(twicePositivePart(m.sub(steps).mul(0.5f)));
  }

  /** Replaces symmetric widths and asymmetries by widths. */
  private static void widthStage(
      LinearPlan plan, float[] shorter, float[] longer, float[] keys, int n) {
    for (int j = 0; j < n; j += F.length()) {
      FloatVector symmetric = FloatVector.fromArray(F, shorter, j);
      FloatVector l =
          cut(round(symmetric.add(FloatVector.fromArray(F, longer, j))), plan.longest + 1f);
      FloatVector s = cut(round(symmetric), plan.longest);
      s.intoArray(shorter, j);
      cut(l, plan.longest).intoArray(longer, j);
      FloatVector quarter = s.mul(0.25f).sub(0.375f).add(StepMath.MAGIC).sub(StepMath.MAGIC);
      l.sub(quarter).mul(16f).sub(s.mul(12f)).add(StepMath.MAGIC).intoArray(keys, j);
    }
  }

  @Override
  public long move(
      LinearPlan plan,
      float drift,
      float offset,
      float bias,
      float[] gradient,
      float[] shorter,
      float[] longer,
      float[] normal,
      float[] plus,
      float[] minus,
      int start,
      float[] weight,
      int[] ends,
      int n) {
    displaceStage(plan, drift, offset, bias, gradient, shorter, longer, normal, start, weight, n);
    ends[0] += splitStage(plus, minus, start, weight, lanes, n);
    long sum = 0;
    for (int lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  /** Computes displacements. */
  private static void displaceStage(
      LinearPlan plan,
      float drift,
      float offset,
      float bias,
      float[] gradient,
      float[] shorter,
      float[] longer,
      float[] normal,
      int start,
      float[] displacement,
      int n) {
    for (int j = 0; j < n; j += F.length()) {
      FloatVector d = drift(gradient, j, drift, offset);
      FloatVector above = FloatVector.broadcast(F, 1f).sub(twicePositivePart(d.neg().mul(0x1p60f)));
      FloatVector sign = twicePositivePart(above).sub(1f);
      FloatVector l = FloatVector.fromArray(F, longer, j);
      FloatVector s = FloatVector.fromArray(F, shorter, j);
      FloatVector deviation = s.add(l).mul(plan.rate).add(plan.pairVarianceOffset).sqrt();
      sign.mul(l.sub(s).mul(plan.slope))
          .add(bias)
          .add(deviation.mul(FloatVector.fromArray(F, normal, start + j)))
          .intoArray(displacement, j);
    }
  }

  /**
   * Replaces displacements by weights, distributes them over the two devices and sums up positions
   * by lane; returns how many walls reached an end.
   */
  private static int splitStage(
      float[] plus, float[] minus, int start, float[] weight, int[] lanes, int n) {
    int count = 0;
    IntVector sum = IntVector.zero(I);
    for (int j = 0; j < n; j += F.length()) {
      FloatVector moved =
          FloatVector.fromArray(F, plus, start + j)
              .sub(FloatVector.fromArray(F, minus, start + j))
              .add(FloatVector.fromArray(F, weight, j));
      VectorMask<Float> above = moved.compare(GT, 1f);
      VectorMask<Float> below = moved.compare(LT, -1f);
      count += above.trueCount() + below.trueCount();
      FloatVector w = moved.blend(1f, above).blend(-1f, below);
      FloatVector magnitude = w.abs();
      sum = sum.add(magnitude.add(1f).reinterpretAsInts().sub(StepMath.ONE_BITS));
      FloatVector up = w.add(magnitude).mul(0.5f);
      up.intoArray(plus, start + j);
      up.sub(w).intoArray(minus, start + j);
      w.add(0f).intoArray(weight, j);
    }
    sum.intoArray(lanes, 0);
    return count;
  }
}
