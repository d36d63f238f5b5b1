package dev.spindrift.circuit;

import java.util.Arrays;

/**
 * Nodal analysis of a crossbar with resistive lines: the exact currents into the sense amplifiers
 * for any voltages at the drivers.
 *
 * <p>Two nodes per crossing, one on each line, joined by the device. With L_d and L_s the nodal
 * matrices of the driven and the sensed lines (wires, terminals and the devices' conductances G to
 * the other line) the nodes obey L_d x = G y + source and L_s y = G x. Eliminating the driven lines
 * leaves (L_s - G L_d^-1 G) y = G L_d^-1 source, which is solved by conjugate gradients
 * preconditioned with L_s. Both L consist of independent ladders, factorised once ({@link Ladders})
 * and used for all vectors. Elimination and preconditioner together take half the iterations of
 * conjugate gradients on all nodes with both ladders as preconditioner.
 *
 * <p>"Exact" means: iterated until the energy norm of the error estimate is 1e-12 of the start's;
 * column currents then agree with sparse Cholesky and ngspice to 1e-10 and better.
 *
 * <p>Immutable and thread-safe.
 */
public final class CrossbarCircuit implements CrossbarReads {
  private static final double TOLERANCE = 1e-12;
  private static final int ITERATIONS = 2_000;

  /** Vectors solved together: five work arrays of a 128 x 128 tile then take 5 MB. */
  private static final int TOGETHER = 8;

  private final int driven;
  private final int sensed;
  private final double[] conductance;
  private final Ladders drivenLines;
  private final Ladders sensedLines;

  /** Crossing i is on sensed line i / sensedStride mod sensed. */
  private final int sensedStride;

  /**
   * Factorises a crossbar.
   *
   * @param wires the wires
   * @param driven number of driven lines [1]
   * @param sensed number of sensed lines [1]
   * @param conductance device conductances, 0 or more, [driven][sensed] [S]; referenced, must not
   *     change afterwards
   * @throws IllegalArgumentException if sizes disagree or a conductance is negative or not finite
   */
  public CrossbarCircuit(CrossbarWires wires, int driven, int sensed, double[] conductance) {
    if (driven < 1 || sensed < 1 || conductance.length != (long) driven * sensed) {
      throw new IllegalArgumentException(
          conductance.length + " conductances for " + driven + " x " + sensed + " crossings");
    }
    for (int i = 0; i < conductance.length; i++) {
      if (!(conductance[i] >= 0) || conductance[i] == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the conductance at driven line "
                + i / sensed
                + ", sensed line "
                + i % sensed
                + " must be finite, 0 or more: "
                + conductance[i]
                + " S");
      }
    }
    this.driven = driven;
    this.sensed = sensed;
    this.conductance = conductance;
    drivenLines =
        new Ladders(
            conductance,
            driven,
            sensed,
            sensed,
            1,
            wires.drivenSegment(),
            wires.drivenSegment() + wires.driver(),
            wires.drivenFrom());
    sensedLines =
        new Ladders(
            conductance,
            sensed,
            driven,
            1,
            sensed,
            wires.sensedSegment(),
            wires.sensedSegment() + wires.sense(),
            wires.sensedAt());
    sensedStride = 1;
  }

  /** The same circuit with its two sides exchanged; crossings stay where they are in memory. */
  private CrossbarCircuit(CrossbarCircuit other) {
    driven = other.sensed;
    sensed = other.driven;
    conductance = other.conductance;
    drivenLines = other.sensedLines;
    sensedLines = other.drivenLines;
    sensedStride = other.sensedStride == 1 ? other.sensed : 1;
  }

  @Override
  public int driven() {
    return driven;
  }

  @Override
  public int sensed() {
    return sensed;
  }

  @Override
  public void currents(double[] voltages, int vectors, double[] currents) {
    solve(voltages, vectors, currents, TOLERANCE);
  }

  /** Solves until the error's energy norm is {@code tolerance} of the start's. */
  void solve(double[] voltages, int vectors, double[] currents, double tolerance) {
    for (int from = 0; from < vectors; from += TOGETHER) {
      int n = Math.min(TOGETHER, vectors - from);
      new Batch(n, tolerance).solve(voltages, from, currents);
    }
  }

  /** Solves for unit voltages: worth it when more vectors are read than lines are driven. */
  @Override
  public TransferMatrix transferMatrix() {
    double[] units = new double[driven * driven];
    for (int d = 0; d < driven; d++) {
      units[d * driven + d] = 1;
    }
    double[] matrix = new double[driven * sensed];
    currents(units, driven, matrix);
    return new TransferMatrix(driven, sensed, matrix);
  }

  /**
   * Returns the circuit with drivers and sense amplifiers exchanged. A resistive network is
   * reciprocal: its transfer matrix is this one's transposed.
   */
  CrossbarCircuit reversed() {
    return new CrossbarCircuit(this);
  }

  /**
   * Returns each device's conductance times what its driven line leaves of the voltage while sensed
   * lines are ground, times what its sensed line lets through of the current while driven lines are
   * ground, [driven][sensed] [S].
   */
  double[] attenuated() {
    double[] matrix = conductance.clone();
    drivenLines.attenuate(matrix);
    sensedLines.attenuate(matrix);
    return matrix;
  }

  // Loops of one vector; sums in four parts, which do not wait for one another.

  /** Makes w = b - g w and returns its inner product with d. */
  private static double applied(double[] g, double[] b, double[] d, double[] w) {
    for (int i = 0; i < w.length; i++) {
      w[i] = b[i] - g[i] * w[i];
    }
    return dot(d, w);
  }

  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i <= a.length - 4; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  /** Goes a step along d: x += f d, r -= f w; leaves a copy of r in w. */
  private static void step(double[] x, double[] r, double[] d, double[] w, double f) {
    for (int i = 0; i < x.length; i++) {
      x[i] += f * d[i];
      w[i] = r[i] - f * w[i];
    }
    System.arraycopy(w, 0, r, 0, w.length);
  }

  /** Makes d = w + f d and b = r + f b. */
  private static void turnBoth(double[] d, double[] w, double[] b, double[] r, double f) {
    for (int i = 0; i < d.length; i++) {
      d[i] = w[i] + f * d[i];
      b[i] = r[i] + f * b[i];
    }
  }

  /** Work space of some vectors solved together. */
  private final class Batch {
    private final int n;
    private final double tolerance;
    private final double[] solution;
    private final double[] residual;
    private final double[] direction;
    private final double[] sourceOfDirection;
    private final double[] work;
    private final double[] sources;
    private final double[] product;
    private final double[] curvature;
    private final double[] start;

    Batch(int n, double tolerance) {
      this.n = n;
      this.tolerance = tolerance;
      int size = conductance.length * n;
      solution = new double[size];
      residual = new double[size];
      direction = new double[size];
      sourceOfDirection = new double[size];
      work = new double[size];
      sources = new double[driven * n];
      product = new double[n];
      curvature = new double[n];
      start = new double[n];
    }

    void solve(double[] voltages, int from, double[] currents) {
      for (int d = 0; d < driven; d++) {
        for (int v = 0; v < n; v++) {
          sources[d * n + v] = voltages[(from + v) * driven + d];
        }
      }
      drivenLines.solve(work, n, sources);
      times(work, work);
      System.arraycopy(work, 0, residual, 0, work.length);
      precondition();
      System.arraycopy(work, 0, direction, 0, work.length);
      System.arraycopy(residual, 0, sourceOfDirection, 0, work.length);
      inner(residual, work, product);
      System.arraycopy(product, 0, start, 0, n);
      int iteration = 0;
      while (!converged()) {
        if (++iteration > ITERATIONS) {
          throw new ArithmeticException(
              "the crossbar's nodal equations did not converge in " + ITERATIONS + " iterations");
        }
        if (n == 1) {
          iterateOne();
        } else {
          iterate();
        }
      }
      collect(from, currents);
    }

    private boolean converged() {
      for (int v = 0; v < n; v++) {
        if (product[v] > tolerance * tolerance * start[v]) {
          return false;
        }
      }
      return true;
    }

    /** The same as {@link #iterate()} for one vector, in fewer passes over memory. */
    private void iterateOne() {
      times(direction, work);
      drivenLines.solve(work, 1, null);
      double bend = applied(conductance, sourceOfDirection, direction, work);
      double factor = bend > 0 ? product[0] / bend : 0;
      step(solution, residual, direction, work, factor);
      sensedLines.solve(work, 1, null);
      double next = dot(residual, work);
      factor = product[0] > 0 ? next / product[0] : 0;
      product[0] = next;
      turnBoth(direction, work, sourceOfDirection, residual, factor);
    }

    /** One step of preconditioned conjugate gradients, of all vectors at once. */
    private void iterate() {
      times(direction, work);
      drivenLines.solve(work, n, null);
      times(work, work);
      subtractFrom(sourceOfDirection, work);
      inner(direction, work, curvature);
      for (int v = 0; v < n; v++) {
        // A vector that has converged to the last digit, or is zero, stands still.
        curvature[v] = curvature[v] > 0 ? product[v] / curvature[v] : 0;
      }
      addTimes(solution, curvature, 1, direction);
      addTimes(residual, curvature, -1, work);
      precondition();
      inner(residual, work, curvature);
      for (int v = 0; v < n; v++) {
        double next = curvature[v];
        curvature[v] = product[v] > 0 ? next / product[v] : 0;
        product[v] = next;
      }
      turn(direction, curvature, work);
      turn(sourceOfDirection, curvature, residual);
    }

    private void precondition() {
      System.arraycopy(residual, 0, work, 0, work.length);
      sensedLines.solve(work, n, null);
    }

    private void times(double[] in, double[] out) {
      if (n == 1) {
        for (int i = 0; i < conductance.length; i++) {
          out[i] = conductance[i] * in[i];
        }
        return;
      }
      for (int i = 0; i < conductance.length; i++) {
        double g = conductance[i];
        for (int v = 0; v < n; v++) {
          out[i * n + v] = g * in[i * n + v];
        }
      }
    }

    /** Adds each vector's factor times a to b. */
    private void addTimes(double[] b, double[] factor, double sign, double[] a) {
      if (n == 1) {
        double f = sign * factor[0];
        for (int i = 0; i < a.length; i++) {
          b[i] += f * a[i];
        }
        return;
      }
      for (int i = 0; i < a.length; i += n) {
        for (int v = 0; v < n; v++) {
          b[i + v] += sign * factor[v] * a[i + v];
        }
      }
    }

    /** Makes b each vector's factor times b, plus a. */
    private void turn(double[] b, double[] factor, double[] a) {
      if (n == 1) {
        double f = factor[0];
        for (int i = 0; i < a.length; i++) {
          b[i] = a[i] + f * b[i];
        }
        return;
      }
      for (int i = 0; i < a.length; i += n) {
        for (int v = 0; v < n; v++) {
          b[i + v] = a[i + v] + factor[v] * b[i + v];
        }
      }
    }

    private void subtractFrom(double[] minuend, double[] inOut) {
      for (int i = 0; i < inOut.length; i++) {
        inOut[i] = minuend[i] - inOut[i];
      }
    }

    private void inner(double[] a, double[] b, double[] out) {
      Arrays.fill(out, 0);
      for (int i = 0; i < a.length; i += n) {
        for (int v = 0; v < n; v++) {
          out[v] += a[i + v] * b[i + v];
        }
      }
    }

    /** Kirchhoff: what arrives at a sense amplifier came through the devices of its line. */
    private void collect(int from, double[] currents) {
      times(solution, work);
      drivenLines.solve(work, n, sources);
      for (int v = 0; v < n; v++) {
        Arrays.fill(currents, (from + v) * sensed, (from + v + 1) * sensed, 0);
      }
      for (int i = 0; i < conductance.length; i++) {
        int s = i / sensedStride % sensed;
        for (int v = 0; v < n; v++) {
          currents[(from + v) * sensed + s] +=
              conductance[i] * (work[i * n + v] - solution[i * n + v]);
        }
      }
    }
  }
}
