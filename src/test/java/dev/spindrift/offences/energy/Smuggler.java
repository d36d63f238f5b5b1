package dev.spindrift.offences.energy;

import com.fasterxml.jackson.core.JsonFactory;
import dev.spindrift.offences.attic.Clutter;
import javax.measure.Unit;
import me.tongfei.progressbar.ProgressBar;
import org.nd4j.linalg.api.ndarray.INDArray;
import umontreal.ssj.simevents.Sim;

/** Brings libraries where they do not belong. */
public final class Smuggler {

  /** Clutter. */
  public Clutter clutter;

  /** Jackson. */
  public JsonFactory json;

  /** Units. */
  public Unit<?> unit;

  /** Presentation. */
  public ProgressBar bar;

  /** ND4J. */
  public INDArray array;

  /** Talks and uses the static simulator. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  public void talk() {
    try {
      System.out.println(Sim.time());
    } catch (IllegalStateException e) {
      e.printStackTrace();
    }
  }
}
