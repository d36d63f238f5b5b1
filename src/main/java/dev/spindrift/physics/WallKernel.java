package dev.spindrift.physics;

/**
 * The inner loops, each short enough for the JDK's compiler to vectorise.
 *
 * <p>Implementation note. C2 of JDK 17 turns a counted loop into vector code only if its body is
 * small, uses one element size, and addresses all arrays with the loop index. A whole Heun step in
 * one loop runs scalar (18 ns per pinned wall); the same arithmetic in stages over arrays that stay
 * in the L1 cache takes 6 ns. Hence one method per stage, arrays of one block, and no method calls
 * inside the loops. {@code Math.fma} is exactly rounded on every platform, so results do not depend
 * on whether a loop was vectorised, interpreted or compiled scalar.
 */
final class WallKernel {
  /** 1.5 * 2^52: adding and subtracting it rounds a double of less than 2^51 to an integer. */
  private static final double ROUND = 6755399441055744.0;

  // Minimax polynomial (Remez exchange) of sin(2 pi r) = r P(r^2) on |r| <= 1/2; the fit's absolute
  // error is 4.6e-16; Horner's rounding brings it to 2e-15 (WallKernelTest).
  private static final double S0 = 6.283185307179568;
  private static final double S1 = -41.341702240394085;
  private static final double S2 = 81.60524927558346;
  private static final double S3 = -76.7058597335417;
  private static final double S4 = 42.058693518686454;
  private static final double S5 = -15.094636979071549;
  private static final double S6 = 3.8199064542319556;
  private static final double S7 = -0.7178817906965191;
  private static final double S8 = 0.10345732259636851;
  private static final double S9 = -0.010631589560740368;

  private WallKernel() {}

  /** out[i] = sin(2 pi turns[i]) for |turns| below 2^51. */
  static void sine(double[] turns, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      double t = turns[i];
      double r = t - ((t + ROUND) - ROUND);
      double q = r * r;
      double p = Math.fma(S9, q, S8);
      p = Math.fma(p, q, S7);
      p = Math.fma(p, q, S6);
      p = Math.fma(p, q, S5);
      p = Math.fma(p, q, S4);
      p = Math.fma(p, q, S3);
      p = Math.fma(p, q, S2);
      p = Math.fma(p, q, S1);
      p = Math.fma(p, q, S0);
      out[i] = r * p;
    }
  }

  /** out[i] = a[from + i], widening; C2 17 does not vectorise this one (0.3 ns per value). */
  static void widen(float[] a, int from, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = a[from + i];
    }
  }

  /** out[i] = factor a[i]. */
  static void scale(double[] a, double factor, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = factor * a[i];
    }
  }

  /** out[i] = factor a[i] + shift. */
  static void affine(double[] a, double factor, double shift, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = factor * a[i] + shift;
    }
  }

  /** out[i] = c0 + c1 s[i] + c2 t[i]. */
  static void combine(
      double c0, double c1, double[] s, double c2, double[] t, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = c0 + (c1 * s[i] + c2 * t[i]);
    }
  }

  /** out[i] = c1 s[i] + c2 t[i] + c3 d[i]. */
  static void drive(
      double c1, double[] s, double c2, double[] t, double c3, double[] d, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = c3 * d[i] + (c1 * s[i] + c2 * t[i]);
    }
  }

  /** out[i] = c1 s[i] + c3 d[i]. */
  static void drive(double c1, double[] s, double c3, double[] d, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = c3 * d[i] + c1 * s[i];
    }
  }

  /** f[i] += c1 s[i] + c2 t[i]. */
  static void accumulate(double[] f, double c1, double[] s, double c2, double[] t, int n) {
    for (int i = 0; i < n; i++) {
      f[i] += c1 * s[i] + c2 * t[i];
    }
  }

  /** a[i] *= b[i]. */
  static void multiply(double[] a, double[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] *= b[i];
    }
  }

  /** out[i] = y[i] + (noise[i] + f[i]): predictor, and the whole Euler-Maruyama step. */
  static void predict(double[] y, double[] noise, double[] f, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = y[i] + (noise[i] + f[i]);
    }
  }

  /** y[i] += noise[i] + (f[i] + g[i]) / 2: Heun's corrector. */
  static void correct(double[] y, double[] noise, double[] f, double[] g, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += noise[i] + 0.5 * (f[i] + g[i]);
    }
  }

  /** Brings y[i] into [low, high]. */
  static void clamp(double[] y, double low, double high, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(low, Math.min(high, y[i]));
    }
  }

  /** Brings y[i] into [low[i], high[i]] and adds the distance to lost[i]. */
  static void hold(double[] y, double[] low, double[] high, double[] lost, int n) {
    for (int i = 0; i < n; i++) {
      double held = Math.max(low[i], Math.min(high[i], y[i]));
      lost[i] += Math.abs(y[i] - held);
      y[i] = held;
    }
  }
}
