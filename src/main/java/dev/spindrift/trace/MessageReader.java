package dev.spindrift.trace;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;

/** Reads the messages of a trace one after the other and checks their seals. */
final class MessageReader {
  private final FileChannel channel;
  private final long size;
  private final Seal seal = new Seal();
  private long position;

  /** One message; {@code body} is without its seal. */
  record Read(Message message, byte[] body, byte[] sealFound, ArrowMessages.Place place) {}

  MessageReader(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** Returns where the next message begins [byte]. */
  long position() {
    return position;
  }

  /** Returns the size of the file [byte]. */
  long size() {
    return size;
  }

  String digest() {
    return seal.digest();
  }

  /** Reads and takes into account the first bytes of the file. */
  byte[] start() throws IOException {
    byte[] start = bytes(TraceFormat.START.length);
    seal.add(ByteBuffer.wrap(start));
    return start;
  }

  /**
   * Reads the next message.
   *
   * @return null at the end of the stream
   * @throws EOFException if the file ends before the message does
   * @throws IOException if it is no message
   */
  Read next() throws IOException {
    long at = position;
    byte[] frame = bytes(8);
    ByteBuffer head = Lz4Frames.littleEndian(frame);
    int length = head.getInt(4);
    if (head.getInt(0) != -1) {
      throw new IOException("no message where one belongs");
    }
    if (length == 0) {
      return null;
    }
    if (length < 8 || length > TraceFormat.LONGEST_METADATA) {
      throw new IOException("a message with " + length + " bytes of metadata");
    }
    byte[] metadata = bytes(length);
    Message message;
    long bodyLength;
    boolean schema;
    try {
      message = Message.getRootAsMessage(ByteBuffer.wrap(metadata));
      bodyLength = message.bodyLength();
      schema = message.headerType() == MessageHeader.Schema;
    } catch (RuntimeException e) {
      throw new IOException("a message without sense", e);
    }
    seal.add(ByteBuffer.wrap(frame));
    seal.add(ByteBuffer.wrap(metadata));
    if (schema) {
      if (bodyLength != 0) {
        throw new IOException("a schema with a body");
      }
      return new Read(message, null, null, new ArrowMessages.Place(at, 8 + length, 0));
    }
    if (bodyLength < Seal.LENGTH || bodyLength > TraceFormat.LONGEST_BODY) {
      throw new IOException("a block of " + bodyLength + " bytes");
    }
    byte[] body = bytes((int) bodyLength - Seal.LENGTH);
    byte[] end = bytes(Seal.LENGTH);
    seal.add(ByteBuffer.wrap(body));
    return new Read(message, body, end, new ArrowMessages.Place(at, 8 + length, bodyLength));
  }

  /** Returns null if a message's seal is right, else what is wrong. */
  String check(Read read, long records) {
    return seal.check(read.sealFound(), records);
  }

  /** Returns whether exactly these bytes are left, the file's last ones. */
  boolean endsWith(byte[] ending) throws IOException {
    position -= 8; // the end-of-stream mark is part of them
    return size - position == ending.length && Arrays.equals(bytes(ending.length), ending);
  }

  private byte[] bytes(int n) throws IOException {
    if (n > size - position) {
      throw new EOFException();
    }
    ByteBuffer b = ByteBuffer.allocate(n);
    while (b.hasRemaining()) {
      int got = channel.read(b, position + b.position());
      if (got < 0) {
        throw new EOFException();
      }
    }
    position += n;
    return b.array();
  }
}
