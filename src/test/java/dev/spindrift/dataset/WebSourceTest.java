package dev.spindrift.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebSourceTest {
  @TempDir Path folder;
  private final FetcherTest.Recorder heard = new FetcherTest.Recorder();
  private final byte[] content = new byte[100_000];
  private HttpServer server;
  private Path work;
  private Path ready;

  @BeforeEach
  void start() throws IOException {
    new Random(5).nextBytes(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    work = Files.createDirectory(folder.resolve("work"));
    ready = Files.createDirectory(folder.resolve("ready"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void gzipped_files_of_a_folder_arrive_unpacked_with_their_progress() throws IOException {
    byte[] packed = gzip(content);
    serve("/set/a.gz", packed, packed.length);
    new WebSource(address("/set/"), List.of("a")).obtain(work, ready, heard);
    assertArrayEquals(content, Files.readAllBytes(ready.resolve("a")));
    assertEquals(packed.length, heard.total);
    assertEquals(packed.length, heard.bytes);
    assertEquals(1, heard.ended);
  }

  @Test
  void named_files_of_an_archive_arrive_whatever_folder_they_claim_and_nothing_else()
      throws IOException {
    byte[] archive = gzip(tar("../../evil/a", "x/b", "x/other"));
    serve("/set.tar.gz", archive, archive.length);
    new WebSource(address("/set.tar.gz"), List.of("a", "b")).obtain(work, ready, heard);
    assertArrayEquals(content, Files.readAllBytes(ready.resolve("a")));
    assertTrue(Files.exists(ready.resolve("b")));
    assertFalse(Files.exists(ready.resolve("other")));
    assertFalse(Files.exists(folder.resolve("../evil")));
    IOException e =
        assertThrows(
            IOException.class,
            () -> new WebSource(address("/set.tar.gz"), List.of("c")).obtain(work, work, heard));
    assertEquals("the archive lacks c", e.getMessage());
  }

  @Test
  void a_connection_that_breaks_half_way_is_a_failure() throws IOException {
    byte[] packed = gzip(content);
    serve("/set/a.gz", packed, packed.length / 2);
    assertThrows(
        IOException.class,
        () -> new WebSource(address("/set/"), List.of("a")).obtain(work, ready, heard));
    assertEquals(1, heard.ended);
  }

  @Test
  void a_refusing_or_absent_server_fails_soon_and_says_so() throws IOException {
    IOException e =
        assertThrows(
            IOException.class,
            () -> new WebSource(address("/none/"), List.of("a")).obtain(work, ready, heard));
    assertTrue(e.getMessage().contains("answers 404"), e.getMessage());
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + closed + "/set/");
    long start = System.nanoTime();
    assertThrows(
        IOException.class, () -> new WebSource(nobody, List.of("a")).obtain(work, ready, heard));
    // The connect time-out is 5 s; a refused connection takes milliseconds.
    assertTrue(System.nanoTime() - start < 6_000_000_000L);
  }

  @Test
  void files_come_out_of_a_debian_package() throws IOException {
    ByteArrayOutputStream xz = new ByteArrayOutputStream();
    try (OutputStream out = new XZCompressorOutputStream(xz)) {
      out.write(tar("./usr/share/a"));
    }
    Path deb = folder.resolve("toy.deb");
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(Files.newOutputStream(deb))) {
      member(ar, "debian-binary", "2.0\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      member(ar, "data.tar.xz", xz.toByteArray());
    }
    Archives.undeb(deb, List.of("a"), ready);
    assertArrayEquals(content, Files.readAllBytes(ready.resolve("a")));
  }

  private static void member(ArArchiveOutputStream ar, String name, byte[] bytes)
      throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
    ar.write(bytes);
    ar.closeArchiveEntry();
  }

  private byte[] tar(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(packed)) {
      gz.write(plain);
    }
    return packed.toByteArray();
  }

  /** Serves the first bytes of a body but announces all of them. */
  private void serve(String path, byte[] body, int served) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body, 0, served);
          exchange.close();
        });
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
