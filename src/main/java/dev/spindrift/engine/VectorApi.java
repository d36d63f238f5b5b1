package dev.spindrift.engine;

import java.lang.reflect.InvocationTargetException;

/**
 * Finds classes written against the JDK's incubating Vector API, which is there only if the program
 * was started with {@code --add-modules jdk.incubator.vector} and not {@code
 * -Dspindrift.vector=false}.
 *
 * <p>They compute the same bits as the plain Java they stand in for, faster: C2 of JDK 17 cannot
 * turn the bits of a vector of integers into floats, so plain Java does that by bulk copies.
 */
public final class VectorApi {
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  private static final boolean WANTED = !"false".equals(System.getProperty("spindrift.vector"));

  private VectorApi() {}

  /**
   * Makes an object of a class that uses the Vector API if it is there and wanted.
   *
   * @param name the class's full name; it has a constructor without arguments
   * @param type what it implements
   * @return a new object, or null
   * @throws IllegalStateException if the class is there but does not work
   */
  public static <T> T createIfWanted(String name, Class<T> type) {
    return WANTED ? create(name, type) : null;
  }

  /**
   * Makes an object of a class that uses the Vector API.
   *
   * @param name the class's full name; it has a constructor without arguments
   * @param type what it implements
   * @return a new object, or null without the module or the class
   * @throws IllegalStateException if the class is there but does not work
   */
  public static <T> T create(String name, Class<T> type) {
    if (!PRESENT) {
      return null;
    }
    try {
      var constructor = Class.forName(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return type.cast(constructor.newInstance());
    } catch (ClassNotFoundException e) {
      return null; // built without them
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name + " does not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " does not start", e);
    }
  }
}
