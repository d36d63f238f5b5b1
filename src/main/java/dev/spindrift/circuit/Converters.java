package dev.spindrift.circuit;

import dev.spindrift.engine.CounterNoise;

/**
 * The analogue-to-digital converters at one side of a tile, each with its own offset, gain error
 * and bow, the same in every run with the same seed.
 *
 * <p>A signal u in full scales becomes u (1 + gain) + offset + bow 3 sqrt(3) / 2 (u - u^3), is
 * rounded to a code of b bits and clipped: -(2^(b-1) - 1) .. 2^(b-1) - 1 for signals of both signs,
 * 0 .. 2^b - 1 for others.
 */
final class Converters {
  // Brings the largest value of u - u^3, at 1/sqrt(3), to 1.
  private static final float BOW = (float) (1.5 * Math.sqrt(3));

  private final ReadPath path;
  private final ReadPath.Converter spec;
  private final float[] offset;
  private final float[] gain;
  private final float[] bow;

  /**
   * Draws the converters' errors.
   *
   * @param name part of the noise's purpose, unique per tile and side
   * @param lines sensed lines [1]
   */
  Converters(ReadPath path, long seed, String name, int lines) {
    this.path = path;
    spec = path.converter();
    int n = (lines + path.linesPerConverter() - 1) / path.linesPerConverter();
    offset = draw(seed, name + " offset", n, spec.offset());
    gain = draw(seed, name + " gain", n, spec.gain());
    bow = draw(seed, name + " bow", n, spec.bow());
  }

  private static float[] draw(long seed, String purpose, int n, double deviation) {
    float[] values = new float[n];
    if (deviation > 0) {
      new CounterNoise(seed, "converter " + purpose).gaussian(0, 0, n, values);
      for (int i = 0; i < n; i++) {
        values[i] *= (float) deviation;
      }
    }
    return values;
  }

  /**
   * Converts signals in place into the values that their codes stand for.
   *
   * @param signals [vector][line]; modified
   * @param lines sensed lines [1]
   * @param signed whether signals of both signs may come
   * @param largest largest signal that a line can carry, full scale of {@code range: 1}
   * @return signals beyond full scale [1]
   */
  long convert(float[] signals, int vectors, int lines, boolean signed, double largest) {
    double fullScale =
        spec.range() > 0 ? spec.range() * largest : automatic(signals, vectors * lines);
    int levels = signed ? (1 << (path.outputBits() - 1)) - 1 : (1 << path.outputBits()) - 1;
    levels = Math.max(1, levels);
    float perUnit = (float) (1 / fullScale);
    float unit = (float) (fullScale / levels);
    float lsb = 1f / levels;
    float lowest = signed ? -levels : 0;
    long clipped = 0;
    for (int line = 0; line < lines; line++) {
      int converter = line / path.linesPerConverter();
      float g = 1 + gain[converter];
      float o = offset[converter] * lsb;
      float curve = bow[converter] * lsb * BOW;
      for (int v = 0; v < vectors; v++) {
        int at = v * lines + line;
        float u = signals[at] * perUnit;
        float bounded = Math.max(-1, Math.min(1, u));
        float seen = u * g + o + curve * (bounded - bounded * bounded * bounded);
        float code = (float) Math.rint(seen * levels);
        if (code > levels || code < lowest) {
          clipped++;
          code = Math.max(lowest, Math.min(levels, code));
        }
        signals[at] = code * unit;
      }
    }
    return clipped;
  }

  private static double automatic(float[] signals, int n) {
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += (double) signals[i] * signals[i];
    }
    double rms = Math.sqrt(squares / n);
    return rms > 0 ? ReadPath.Converter.AUTOMATIC * rms : 1;
  }
}
