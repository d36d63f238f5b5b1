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

  /** Vectors after which a lane's sum of positions, at most 2^23 each, might overflow. */
  private static final int VECTORS_PER_SUM = 255;

  private final int[] lanes = new int[I.length()];
  private final int[] otherLanes = new int[I.length()];
  private final float[] checks = new float[F.length()];
  private final int[] ways = LaneCounts.ways(I.length());
  private long positions;

  @Override
  public int width() {
    return F.length();
  }

  private static FloatVector twicePositivePart(FloatVector x) {
    return x.add(x.abs());
  }

  /** Returns ones where x, a positive float's bits or less, is above a threshold. */
  private static IntVector above(IntVector x, int threshold) {
    return IntVector.broadcast(I, threshold).sub(x).lanewise(LSHR, 31);
  }

  private static int sum(int[] lanes) {
    int sum = 0;
    for (int lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  @Override
  public boolean plan(
      LinearPlan plan,
      float drift,
      float offset,
      float bias,
      float required,
      int limitBits,
      int upperBits,
      float[] gradient,
      float[] mean,
      float[] steps,
      int[] places,
      LaneCounts counts,
      int n) {
    // the arrays' meaning changes: unrounded symmetric widths in steps, asymmetries in mean
    symmetricStage(
        plan,
        drift,
        offset,
        required,
        limitBits,
        upperBits,
        gradient,
        steps,
        mean,
        lanes,
        otherLanes,
        checks,
        n);
    counts.limited()[0] += sum(lanes);
    counts.upper()[0] += sum(otherLanes);
    boolean usable = true;
    for (float check : checks) {
      usable &= check == 0;
    }
    widthStage(
        plan.longest, plan.slope, drift, offset, bias, gradient, steps, mean, ways, places, n);
    return usable;
  }

  /** Counts, by lane, asymmetries above both thresholds; checks are 0 if all drifts are usable. */
  private static void symmetricStage(
      LinearPlan plan,
      float drift,
      float offset,
      float required,
      int limitBits,
      int upperBits,
      float[] gradient,
      float[] symmetric,
      float[] asymmetry,
      int[] limited,
      int[] upper,
      float[] checks,
      int n) {
    int far = Float.floatToRawIntBits(StepMath.FAR);
    IntVector limitedSum = IntVector.zero(I);
    IntVector upperSum = IntVector.zero(I);
    FloatVector check = FloatVector.zero(F);
    for (int j = 0; j < n; j += F.length()) {
      FloatVector d = FloatVector.fromArray(F, gradient, j).mul(drift).add(offset);
      check = check.add(d.mul(0x1p64f).mul(0f));
      IntVector bits =
          twicePositivePart(d.abs().mul(plan.halfStepsPerWeight).sub(plan.halfStepsAtZero))
              .reinterpretAsInts()
              .min(far);
      limitedSum = limitedSum.add(above(bits, limitBits));
      upperSum = upperSum.add(above(bits, upperBits));
      FloatVector a = bits.reinterpretAsFloats();
      a.intoArray(asymmetry, j);
      FloatVector left =
          FloatVector.broadcast(F, required)
              .sub(twicePositivePart(a.mul(plan.halfRate).add(plan.halfAsymmetryOffset)));
      twicePositivePart(left.mul(plan.halfStepsPerVariance).add(plan.halfExcess))
          .add(plan.shortest)
          .intoArray(symmetric, j);
    }
    limitedSum.intoArray(limited, 0);
    upperSum.intoArray(upper, 0);
    check.intoArray(checks, 0);
  }

  /** Replaces symmetric widths by sums of widths and asymmetries by mean displacements. */
  private static void widthStage(
      float longest,
      float slope,
      float drift,
      float offset,
      float bias,
      float[] gradient,
      float[] steps,
      float[] mean,
      int[] ways,
      int[] places,
      int n) {
    int most = (int) longest + StepMath.MAGIC_BITS;
    IntVector way = IntVector.fromArray(I, ways, 0);
    for (int j = 0; j < n; j += F.length()) {
      FloatVector symmetric = FloatVector.fromArray(F, steps, j);
      IntVector l = whole(symmetric.add(FloatVector.fromArray(F, mean, j)), most + 1);
      IntVector s = whole(symmetric, most);
      l.sub(s).lanewise(LSHL, 5).add(s.and(3).lanewise(LSHL, 3)).add(way).intoArray(places, j);
      FloatVector longer = steps(l.min(most));
      FloatVector shorter = steps(s);
      shorter.add(longer).intoArray(steps, j);
      FloatVector d = FloatVector.fromArray(F, gradient, j).mul(drift).add(offset);
      FloatVector above = FloatVector.broadcast(F, 1f).sub(twicePositivePart(d.mul(-0x1p60f)));
      twicePositivePart(above)
          .sub(1f)
          .mul(longer.sub(shorter).mul(slope))
          .add(bias)
          .intoArray(mean, j);
    }
  }

  /** Rounds and cuts; the last bits of the result are the integer. */
  private static IntVector whole(FloatVector x, int most) {
    return x.mul(1f + 0x1p-23f).add(StepMath.MAGIC).reinterpretAsInts().min(most);
  }

  private static FloatVector steps(IntVector whole) {
    return whole.reinterpretAsFloats().sub(StepMath.MAGIC);
  }

  @Override
  public void move(
      LinearPlan plan,
      float[] mean,
      float[] steps,
      float[] normal,
      int start,
      float[] longest,
      float[] sum,
      int at,
      float[] weight,
      int[] ends,
      int n) {
    int piece = VECTORS_PER_SUM * F.length();
    for (int from = 0; from < n; from += piece) {
      int to = Math.min(n, from + piece);
      moveStage(
          plan, mean, steps, normal, start, longest, sum, at, weight, lanes, otherLanes, from, to);
      ends[0] += sum(otherLanes);
      for (int lane : lanes) { // together they may be more than an int
        positions += lane;
      }
    }
  }

  @Override
  public long takePositions() {
    long all = positions;
    positions = 0;
    return all;
  }

  /** Sums up, by lane, positions and walls that reached an end. */
  private static void moveStage(
      LinearPlan plan,
      float[] mean,
      float[] steps,
      float[] normal,
      int start,
      float[] longest,
      float[] sum,
      int at,
      float[] weight,
      int[] positions,
      int[] ends,
      int from,
      int to) {
    IntVector positionSum = IntVector.zero(I);
    IntVector endSum = IntVector.zero(I);
    for (int j = from; j < to; j += F.length()) {
      FloatVector t = FloatVector.fromArray(F, steps, j);
      FloatVector.fromArray(F, longest, at + j)
          .reinterpretAsInts()
          .max(t.reinterpretAsInts())
          .reinterpretAsFloats()
          .intoArray(longest, at + j);
      FloatVector.fromArray(F, sum, at + j).add(t).intoArray(sum, at + j);
      FloatVector deviation = t.mul(plan.rate).add(plan.pairVarianceOffset).sqrt();
      IntVector moved =
          FloatVector.fromArray(F, weight, j)
              .add(
                  FloatVector.fromArray(F, mean, j)
                      .add(deviation.mul(FloatVector.fromArray(F, normal, start + j))))
              .reinterpretAsInts();
      IntVector magnitudeBits = moved.and(~SIGN);
      endSum = endSum.add(above(magnitudeBits, StepMath.ONE_BITS));
      IntVector clipped = magnitudeBits.min(StepMath.ONE_BITS);
      positionSum =
          positionSum
              .add(clipped.reinterpretAsFloats().add(1f).reinterpretAsInts())
              .sub(StepMath.ONE_BITS);
      clipped.or(moved.and(SIGN)).reinterpretAsFloats().add(0f).intoArray(weight, j);
    }
    positionSum.intoArray(positions, 0);
    endSum.intoArray(ends, 0);
  }
}
