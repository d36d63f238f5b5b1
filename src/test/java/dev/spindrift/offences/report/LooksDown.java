package dev.spindrift.offences.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spindrift.offences.engine.LooksUp;

/** Uses a room below it, as it may; reads JSON, as it may not. */
public final class LooksDown {

  /** A name. */
  public static final String NAME = new String("roof");

  /** Returns the cellar's type. */
  public String ground() {
    return LooksUp.class.getName();
  }

  /** Reads. */
  public Object read(String json) throws JsonProcessingException {
    return new ObjectMapper().readTree(json);
  }
}
