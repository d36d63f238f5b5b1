package dev.spindrift.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Registry of everything that can act: instances (tile 17) and the netlist component each is an
 * instance of (tile). Listeners keep books per netlist component; traces name the instance.
 */
public final class Components {
  private final List<String> instances = new ArrayList<>();
  private final List<Integer> kindOfInstance = new ArrayList<>();
  private final Map<String, Integer> kinds = new LinkedHashMap<>();
  private int[] kindIndex = new int[0];

  /**
   * Registers one instance.
   *
   * @param kind name of the netlist component it is an instance of
   * @param instance unique name of the instance
   * @return its index, counted from 0 in order of registration
   */
  public int register(String kind, String instance) {
    int k = kinds.computeIfAbsent(kind, name -> kinds.size());
    instances.add(instance);
    kindOfInstance.add(k);
    kindIndex = null;
    return instances.size() - 1;
  }

  /** Returns the number of instances. */
  public int size() {
    return instances.size();
  }

  /** Returns the netlist components, in order of first registration. */
  public List<String> kinds() {
    return List.copyOf(kinds.keySet());
  }

  /** Returns the instances' names, by index. */
  public List<String> instances() {
    return Collections.unmodifiableList(instances);
  }

  /** Returns the index in {@link #kinds()} of an instance's netlist component. */
  public int kindOf(int instance) {
    if (kindIndex == null) {
      kindIndex = kindOfInstance.stream().mapToInt(Integer::intValue).toArray();
    }
    return kindIndex[instance];
  }
}
