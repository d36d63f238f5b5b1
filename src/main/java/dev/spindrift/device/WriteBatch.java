package dev.spindrift.device;

/** What arrives at some cells of an array in one update: a push and a pull each. */
public final class WriteBatch {
  private final int[] cell;
  private final int[] push;
  private final int[] pull;
  private final float[] drift;
  private final boolean[] end;
  private int size;
  private double supply = 1;

  /**
   * Makes an empty batch.
   *
   * @param capacity largest number of cells [1]
   */
  public WriteBatch(int capacity) {
    cell = new int[capacity];
    push = new int[capacity];
    pull = new int[capacity];
    drift = new float[capacity];
    end = new boolean[capacity];
  }

  /** Forgets all cells. */
  public void clear() {
    size = 0;
  }

  /**
   * Adds a cell.
   *
   * @param number of the cell in its array, column x rows + row [1]
   * @param pushSteps width of the push, towards larger weights; 0 for no pulse [driver steps]
   * @param pullSteps width of the pull; 0 for no pulse [driver steps]
   * @param askedDrift change of the weight's mean that was asked for [1]
   */
  public void add(int number, int pushSteps, int pullSteps, float askedDrift) {
    cell[size] = number;
    push[size] = pushSteps;
    pull[size] = pullSteps;
    drift[size] = askedDrift;
    end[size] = false;
    size++;
  }

  /** Says which share of the nominal pulse current a drooping supply leaves all cells [1]. */
  public void supply(double share) {
    supply = share;
  }

  /** Returns which share of the nominal pulse current the supply leaves; 1 without droop [1]. */
  public double supply() {
    return supply;
  }

  /** Returns the number of cells [1]. */
  public int size() {
    return size;
  }

  /** Returns the number of the i-th cell in its array [1]. */
  public int cell(int i) {
    return cell[i];
  }

  /** Returns the width of the i-th cell's push; 0 for none [driver steps]. */
  public int push(int i) {
    return push[i];
  }

  /** Returns the width of the i-th cell's pull; 0 for none [driver steps]. */
  public int pull(int i) {
    return pull[i];
  }

  /** Returns the change of the i-th cell's mean weight that was asked for [1]. */
  public float drift(int i) {
    return drift[i];
  }

  /** Returns whether displacement of the i-th cell was lost at the end of its range. */
  public boolean end(int i) {
    return end[i];
  }

  /** Says whether displacement of the i-th cell was lost at the end of its range. */
  public void end(int i, boolean reached) {
    end[i] = reached;
  }
}
