package dev.spindrift.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ctrl-C and its relatives (SIGINT, SIGTERM, SIGHUP): the first one asks the command to come to a
 * good end, a second one ends the process at once.
 *
 * <p>Uses {@code sun.misc.Signal} by name: it is part of every JDK (module jdk.unsupported) but
 * javac warns of it. Where it is missing, or a signal is ignored by who started the process,
 * signals do what they do in any Java program.
 */
final class StopSignals implements AutoCloseable {
  private final Map<Object, Object> before = new LinkedHashMap<>();
  private final List<String> untouched = new ArrayList<>();
  private final Runnable announce;
  private Runnable stop;
  private int exitCode;

  /**
   * Takes the signals over.
   *
   * @param announce called at the first signal, on a thread of its own
   */
  StopSignals(Runnable announce) {
    this.announce = announce;
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      try {
        Class<?> type = Class.forName("sun.misc.Signal");
        Object signal = type.getConstructor(String.class).newInstance(name);
        before.put(signal, handle(signal, handler()));
      } catch (ReflectiveOperationException notPossible) {
        untouched.add(name); // the signal keeps its meaning
      }
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    return signal
        .getClass()
        .getMethod("handle", signal.getClass(), type)
        .invoke(null, signal, handler);
  }

  private Object handler() throws ClassNotFoundException {
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    return Proxy.newProxyInstance(
        StopSignals.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "handle" -> received(arguments[0]);
            case "hashCode" -> {
              return System.identityHashCode(proxy);
            }
            case "equals" -> {
              return proxy == arguments[0];
            }
            default -> {
              return "stop";
            }
          }
          return null;
        });
  }

  private void received(Object signal) throws ReflectiveOperationException {
    int number = (int) signal.getClass().getMethod("getNumber").invoke(signal);
    Runnable first;
    synchronized (this) {
      if (exitCode != 0) {
        Runtime.getRuntime().halt(128 + number);
      }
      exitCode = 128 + number;
      first = stop;
    }
    announce.run();
    if (first != null) {
      first.run();
    }
  }

  /** Says what stops the work; called at once if a signal has come already. */
  void stopWith(Runnable action) {
    boolean late;
    synchronized (this) {
      stop = action;
      late = exitCode != 0;
    }
    if (late) {
      action.run();
    }
  }

  /** Returns the signals that could not be taken over. */
  List<String> untouched() {
    return List.copyOf(untouched);
  }

  /** Returns 128 + number of the signal that came, 0 if none did. */
  synchronized int exitCode() {
    return exitCode;
  }

  /** Gives the signals back. */
  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            handle(signal, handler);
          } catch (InvocationTargetException | IllegalAccessException refused) {
            return; // the process is about to end
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
