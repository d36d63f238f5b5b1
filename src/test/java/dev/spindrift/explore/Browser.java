package dev.spindrift.explore;

import dev.spindrift.input.InputFile;
import dev.spindrift.input.JsonText;
import dev.spindrift.input.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real Chromium without a window, spoken to by its DevTools protocol. */
final class Browser implements AutoCloseable {
  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<Map<?, ?>>> answers = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();

  /** Errors and warnings of the page's console, exceptions, and requests to any network. */
  final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

  private final CompletableFuture<Boolean> loaded = new CompletableFuture<>();

  /** Returns the browser's program, or null if none is installed. */
  static Path installed() {
    for (String folder : System.getenv("PATH").split(":")) {
      for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    return null;
  }

  Browser(Path program, Path profile, URI page) throws Exception {
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--window-size=1280,1600",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    String port = null;
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    for (String line = log.readLine(); port == null && line != null; line = log.readLine()) {
      if (line.startsWith("DevTools listening on")) {
        port = line.replaceFirst(".*:(\\d+)/.*", "$1");
      }
    }
    HttpClient client = HttpClient.newHttpClient();
    String targets =
        client
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    String address = null;
    for (Object t : (List<?>) plain(targets)) {
      if ("page".equals(((Map<?, ?>) t).get("type"))) {
        address = (String) ((Map<?, ?>) t).get("webSocketDebuggerUrl");
      }
    }
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Ears())
            .get(20, TimeUnit.SECONDS);
    for (String domain : List.of("Runtime", "Log", "Page", "Network")) {
      call(domain + ".enable", Map.of());
    }
    call("Page.navigate", Map.of("url", page.toString()));
    loaded.get(60, TimeUnit.SECONDS);
  }

  private static Object plain(String json) {
    return InputFile.parse("devtools.json", json, new Problems()).plain();
  }

  Map<?, ?> call(String method, Map<String, Object> parameters) throws Exception {
    int id = number.incrementAndGet();
    CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    socket.sendText(JsonText.write(message, false), true).get(10, TimeUnit.SECONDS);
    return answer.get(60, TimeUnit.SECONDS);
  }

  /** Returns the value of a JavaScript expression. */
  Object value(String expression) throws Exception {
    Map<?, ?> answer =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    Map<?, ?> result = (Map<?, ?>) ((Map<?, ?>) answer.get("result")).get("result");
    if ("error".equals(result.get("subtype"))) {
      throw new IllegalStateException(String.valueOf(result.get("description")));
    }
    return result.get("value");
  }

  /** Returns the page as PNG. */
  byte[] picture() throws Exception {
    return picture(Map.of("format", "png", "captureBeyondViewport", true));
  }

  /** Returns what an element shows as PNG. */
  byte[] picture(String selector) throws Exception {
    Object box =
        value(
            "(() => { const b = document.querySelector('"
                + selector
                + "').getBoundingClientRect(); return { x: b.x + scrollX, y: b.y + scrollY,"
                + " width: b.width, height: b.height, scale: 1 }; })()");
    return picture(Map.of("format", "png", "captureBeyondViewport", true, "clip", box));
  }

  private byte[] picture(Map<String, Object> how) throws Exception {
    Map<?, ?> answer = call("Page.captureScreenshot", how);
    return Base64.getDecoder().decode((String) ((Map<?, ?>) answer.get("result")).get("data"));
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void heard(Map<?, ?> message) {
    if (message.get("id") instanceof Number id) {
      answers.remove(id.intValue()).complete(message);
      return;
    }
    String method = String.valueOf(message.get("method"));
    Map<?, ?> p = (Map<?, ?>) message.get("params");
    switch (method) {
      case "Page.loadEventFired" -> loaded.complete(true);
      case "Runtime.exceptionThrown" -> complaints.add(p.toString());
      case "Runtime.consoleAPICalled" -> {
        if (!"log".equals(p.get("type"))) {
          complaints.add(p.toString());
        }
      }
      case "Log.entryAdded" -> complaints.add(p.toString());
      case "Network.requestWillBeSent" -> {
        String url = String.valueOf(((Map<?, ?>) p.get("request")).get("url"));
        if (!url.startsWith("file:") && !url.startsWith("data:") && !url.startsWith("blob:")) {
          complaints.add("request to " + url);
        }
      }
      default -> {}
    }
  }

  private final class Ears implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        Object message = plain(text.toString());
        text.setLength(0);
        heard((Map<?, ?>) message);
      }
      socket.request(1);
      return null;
    }
  }
}
