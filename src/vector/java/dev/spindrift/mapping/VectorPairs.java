package dev.spindrift.mapping;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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

  private static final int SIGN = 0x80000000;

  private final int[] lanes = new int[I.length()];
  private final int[] otherLanes = new int[I.length()];

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

  /** Returns ones where x, a positive float's bits or less, is above a threshold. */
  private static IntVector above(IntVector x, int threshold) {
    return IntVector.broadcast(I, threshold).sub(x).lanewise(LSHR, 31);
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
    asymmetryStage(plan, drift, offset, gradient, longer, n);
    symmetricStage(plan, required, limitBits, upperBits, longer, shorter, lanes, otherLanes, n);
    counts.limited()[0] += sum(lanes);
    counts.upper()[0] += sum(otherLanes);
    widthStage(plan.longest, shorter, longer, keys, n);
  }

  private static int sum(int[] lanes) {
    int sum = 0;
    for (int lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  private static void asymmetryStage(
      LinearPlan plan, float drift, float offset, float[] gradient, float[] asymmetry, int n) {
    int far = Float.floatToRawIntBits(StepMath.FAR);
    for (int j = 0; j < n; j += F.length()) {
      FloatVector d = drift(gradient, j, drift, offset);
      twicePositivePart(d.abs().mul(plan.halfStepsPerWeight).sub(plan.halfStepsAtZero))
          .reinterpretAsInts()
          .min(far)
          .reinterpretAsFloats()
          .add(d.mul(0x1p64f).mul(0f))
          .intoArray(asymmetry, j);
    }
  }

  /** Counts, by lane, asymmetries above both thresholds. */
  private static void symmetricStage(
      LinearPlan plan,
      float required,
      int limitBits,
      int upperBits,
      float[] asymmetry,
      float[] symmetric,
      int[] limited,
      int[] upper,
      int n) {
    IntVector limitedSum = IntVector.zero(I);
    IntVector upperSum = IntVector.zero(I);
    for (int j = 0; j < n; j += F.length()) {
      FloatVector a = FloatVector.fromArray(F, asymmetry, j);
      IntVector bits = a.reinterpretAsInts();
      limitedSum = limitedSum.add(above(bits, limitBits));
      upperSum = upperSum.add(above(bits, upperBits));
      FloatVector left =
          FloatVector.broadcast(F, required)
              .sub(twicePositivePart(a.mul(plan.halfRate).add(plan.halfAsymmetryOffset)));
      twicePositivePart(left.mul(plan.halfStepsPerVariance).add(plan.halfExcess))
          .add(plan.shortest)
          .intoArray(symmetric, j);
    }
    limitedSum.intoArray(limited, 0);
    upperSum.intoArray(upper, 0);
  }

  /** Rounds and cuts; the last bits of the result are the integer. */
  private static IntVector whole(FloatVector x, int most) {
    return x.mul(1f + 0x1p-23f).add(StepMath.MAGIC).reinterpretAsInts().min(most);
  }

  private static FloatVector steps(IntVector whole) {
    return whole.reinterpretAsFloats().sub(StepMath.MAGIC);
  }

  /** Replaces symmetric widths and asymmetries by widths. */
  private static void widthStage(
      float longest, float[] shorter, float[] longer, float[] keys, int n) {
    int most = (int) longest + StepMath.MAGIC_BITS;
    for (int j = 0; j < n; j += F.length()) {
      FloatVector symmetric = FloatVector.fromArray(F, shorter, j);
      FloatVector asymmetry = FloatVector.fromArray(F, longer, j);
      IntVector l = whole(symmetric.add(asymmetry), most + 1);
      IntVector s = whole(symmetric, most);
      steps(s).intoArray(shorter, j);
      steps(l.min(most)).intoArray(longer, j);
      l.sub(s)
          .lanewise(LSHL, 4)
          .add(s.and(3).lanewise(LSHL, 2))
          .add(StepMath.MAGIC_BITS)
          .reinterpretAsFloats()
          .add(asymmetry.mul(0f)) // keeps what is not a number
          .intoArray(keys, j);
    }
  }

  @Override
  public void rows(
      float[] shorter, float[] longer, float[] longest, float[] sum, int start, int n) {
    rowStage(shorter, longer, longest, sum, start, n);
  }

  private static void rowStage(
      float[] shorter, float[] longer, float[] longest, float[] sum, int start, int n) {
    for (int j = 0; j < n; j += F.length()) {
      FloatVector steps =
          FloatVector.fromArray(F, shorter, j).add(FloatVector.fromArray(F, longer, j));
      FloatVector.fromArray(F, longest, start + j)
          .reinterpretAsInts()
          .max(steps.reinterpretAsInts())
          .reinterpretAsFloats()
          .intoArray(longest, start + j);
      FloatVector.fromArray(F, sum, start + j).add(steps).intoArray(sum, start + j);
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
    splitStage(plus, minus, start, weight, lanes, otherLanes, n);
    ends[0] += sum(otherLanes);
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
      FloatVector above = FloatVector.broadcast(F, 1f).sub(twicePositivePart(d.mul(-0x1p60f)));
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
   * Replaces displacements by weights, distributes them over the two devices and sums up, by lane,
   * positions and walls that reached an end.
   */
  private static void splitStage(
      float[] plus, float[] minus, int start, float[] weight, int[] positions, int[] ends, int n) {
    IntVector positionSum = IntVector.zero(I);
    IntVector endSum = IntVector.zero(I);
    for (int j = 0; j < n; j += F.length()) {
      IntVector moved =
          FloatVector.fromArray(F, plus, start + j)
              .sub(FloatVector.fromArray(F, minus, start + j))
              .add(FloatVector.fromArray(F, weight, j))
              .reinterpretAsInts();
      IntVector magnitudeBits = moved.and(~SIGN);
      endSum = endSum.add(above(magnitudeBits, StepMath.ONE_BITS));
      IntVector clipped = magnitudeBits.min(StepMath.ONE_BITS);
      FloatVector magnitude = clipped.reinterpretAsFloats();
      FloatVector w = clipped.or(moved.and(SIGN)).reinterpretAsFloats();
      positionSum = positionSum.add(magnitude.add(1f).reinterpretAsInts()).sub(StepMath.ONE_BITS);
      FloatVector up = w.add(magnitude).mul(0.5f);
      up.intoArray(plus, start + j);
      up.sub(w).intoArray(minus, start + j);
      w.add(0f).intoArray(weight, j);
    }
    positionSum.intoArray(positions, 0);
    endSum.intoArray(ends, 0);
  }
}
