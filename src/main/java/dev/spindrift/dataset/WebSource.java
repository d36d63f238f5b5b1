package dev.spindrift.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Downloads from a web server. Time-outs are short (connect 5 s, silence 20 s), so that a machine
 * without access to the server soon comes to the next source.
 */
final class WebSource implements Source {
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int READ_TIMEOUT_MS = 20_000;

  private final URI address;
  private final List<String> files;

  /**
   * Makes a source.
   *
   * @param address a {@code .tar.gz} archive that holds the files in any of its folders, or a
   *     folder (ending in a slash) that holds each file gzipped as {@code name.gz}
   * @param files names of the files to get
   */
  WebSource(URI address, List<String> files) {
    this.address = address;
    this.files = List.copyOf(files);
  }

  @Override
  public String description() {
    return address.toString();
  }

  @Override
  public void obtain(Path work, Path ready, ProgressListener progress) throws IOException {
    if (address.getPath().endsWith("/")) {
      for (String file : files) {
        try (InputStream in = open(address.resolve(file + ".gz"), progress);
            InputStream plain = new GZIPInputStream(in, 1 << 16)) {
          Archives.copy(plain, ready.resolve(file));
        } finally {
          progress.end();
        }
      }
    } else {
      try (InputStream in = open(address, progress);
          InputStream plain = new GZIPInputStream(in, 1 << 16)) {
        Archives.untar(plain, files, ready);
      } finally {
        progress.end();
      }
    }
  }

  private static InputStream open(URI uri, ProgressListener progress) throws IOException {
    URLConnection connection = uri.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setReadTimeout(READ_TIMEOUT_MS);
    try {
      if (connection instanceof HttpURLConnection http && http.getResponseCode() != 200) {
        int status = http.getResponseCode();
        http.disconnect();
        throw new IOException("the server answers " + status + " for " + uri);
      }
      long length = connection.getContentLengthLong();
      String path = uri.getPath();
      progress.begin(path.substring(path.lastIndexOf('/') + 1), length);
      return new CountingStream(connection.getInputStream(), length, progress);
    } catch (UnknownHostException e) {
      throw new IOException("host " + uri.getHost() + " is not known (no internet access?)", e);
    }
  }

  /** Reports progress and does not let an early end pass for the end. */
  private static final class CountingStream extends java.io.FilterInputStream {
    private final long length;
    private final ProgressListener progress;
    private long count;

    CountingStream(InputStream in, long length, ProgressListener progress) {
      super(in);
      this.length = length;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int n) throws IOException {
      int got = super.read(into, from, n);
      if (got < 0 && count < length) {
        throw new EOFException("the connection broke after " + count + " of " + length + " bytes");
      }
      count += Math.max(got, 0);
      progress.advance(count);
      return got;
    }
  }
}
