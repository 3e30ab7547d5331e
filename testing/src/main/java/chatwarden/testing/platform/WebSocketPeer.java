package chatwarden.testing.platform;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * The server's side of one WebSocket (RFC 6455): texts out, closing in both directions. It never
 * sends a message in parts. Safe for use by many threads.
 */
final class WebSocketPeer implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int FINAL = 0x80;
  private static final int SHORT = 126;
  private static final int LONG = 127;

  private final Socket socket;
  private final DataInputStream in;
  private final String target;
  private boolean closing;

  /** Answers the handshake of a client. */
  WebSocketPeer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.target = line().split(" ")[1];
    String key = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + accepted(key)
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).stripTrailing();
  }

  private static String accepted(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("every Java platform has SHA-1", e);
    }
  }

  /** Returns the path and the query that the client asked for. */
  String target() {
    return target;
  }

  /** Sends a text. */
  void send(String text) throws IOException {
    frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a ping. */
  void ping() throws IOException {
    frame(PING, new byte[0]);
  }

  /** Asks the client to close. */
  void close(int code) throws IOException {
    synchronized (this) {
      closing = true;
    }
    frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
  }

  /**
   * Reads until the connection is over, and answers the client's close.
   *
   * @return whether the client sent a message, which EventSub's server does not allow
   */
  boolean readToTheEnd() throws IOException {
    while (true) {
      int kind = in.readUnsignedByte() & 0xf;
      byte[] content = in.readNBytes(length() + Integer.BYTES); // The mask first.
      if (kind == CLOSE) {
        boolean isFirst;
        synchronized (this) {
          isFirst = !closing;
        }
        if (isFirst) {
          frame(CLOSE, new byte[0]);
        }
        return false;
      }
      if (kind == TEXT && content.length > 0) {
        return true;
      }
    }
  }

  private int length() throws IOException {
    int length = in.readUnsignedByte() & 0x7f;
    return switch (length) {
      case SHORT -> in.readUnsignedShort();
      case LONG -> Math.toIntExact(in.readLong());
      default -> length;
    };
  }

  private void frame(int kind, byte[] content) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(content.length + 10);
    frame.put((byte) (FINAL | kind));
    if (content.length < SHORT) {
      frame.put((byte) content.length);
    } else if (content.length < 1 << Short.SIZE) {
      frame.put((byte) SHORT).putShort((short) content.length);
    } else {
      frame.put((byte) LONG).putLong(content.length);
    }
    frame.put(content);
    write(Arrays.copyOf(frame.array(), frame.position()));
  }

  private synchronized void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Cuts the connection. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
