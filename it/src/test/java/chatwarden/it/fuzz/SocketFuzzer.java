package chatwarden.it.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * WebSockets: openings with anything in them, frames that no browser sends, and clients that leave
 * in every way that there is.
 */
final class SocketFuzzer {
  private static final int PATIENCE_MILLIS = 12_000;
  private static final List<String> TOKENS =
      List.of("0-0", "1700000000000-0", "999999999999999999-999999999999999999", "1-", "-1", "x");
  private static final byte[] CLOSE = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8};

  private final int port;

  SocketFuzzer(int port) {
    this.port = port;
  }

  /** One socket; returns the problem, or nothing. */
  String call(Dice dice) throws IOException {
    boolean honest = dice.oneIn(2);
    byte[] opening = (honest ? honest(dice) : odd(dice)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] frames = frames(dice);
    int way = dice.below(4);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String said = "";
      try {
        socket.getOutputStream().write(opening);
        boolean early = dice.oneIn(2);
        if (early) { // Frames before the server agreed to any.
          socket.getOutputStream().write(frames);
        }
        InputStream in = new BufferedInputStream(socket.getInputStream());
        said = Incoming.until("\r\n\r\n", in);
        if (!early) {
          socket.getOutputStream().write(frames);
        }
        leave(socket, in, way);
      } catch (SocketTimeoutException e) {
        return "hangs after " + said.lines().findFirst().orElse("nothing");
      } catch (IOException e) {
        // The server cut the connection, as it may once it saw the frames.
      }
      return judge(honest, said);
    }
  }

  private static String judge(boolean honest, String said) {
    boolean fault = said.startsWith("HTTP/1.1 5");
    boolean refused = honest && !said.isEmpty() && !said.startsWith("HTTP/1.1 101 ");
    return fault || refused ? said.lines().findFirst().orElse("") : "";
  }

  private static void leave(Socket socket, InputStream in, int way) throws IOException {
    switch (way) {
      case 0 -> socket.setSoLinger(true, 0); // The close is a reset.
      case 1 -> {
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
      }
      case 2 -> {
        socket.getOutputStream().write(CLOSE);
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
      }
      default -> {} // Closes with unread bytes.
    }
  }

  private static String honest(Dice dice) {
    String token = dice.oneIn(2) ? "" : "?lastEventId=0-0";
    return "GET /v1/chats/fuzz/comments:socket"
        + token
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  private static String odd(Dice dice) {
    String token = dice.oneIn(3) ? dice.word() : dice.of(TOKENS);
    boolean byQuery = dice.oneIn(2);
    return dice.of(List.of("GET", "GET", "GET", "POST", "CONNECT"))
        + " /v1/chats/"
        + (dice.oneIn(2) ? "fuzz" : dice.word())
        + "/comments:socket"
        + (byQuery ? "?lastEventId=" + token : "")
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + (byQuery ? "" : "Last-Event-ID: " + token + "\r\n")
        + line(dice, "Connection", "Upgrade", "close", "keep-alive, Upgrade")
        + line(dice, "Upgrade", "websocket", "h2c", "WebSocket, x")
        + line(dice, "Sec-WebSocket-Version", "13", "8", "99999999999")
        + line(dice, "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "x", dice.word())
        + line(dice, "Origin", "http://x", "https://elsewhere.example", dice.word())
        + line(dice, "Sec-WebSocket-Protocol", "chat", "a, b", dice.word())
        + line(dice, "Sec-WebSocket-Extensions", "permessage-deflate", "x; y=z", dice.word())
        + "\r\n";
  }

  /** A header, mostly with its usual value, or none. */
  private static String line(Dice dice, String name, String usual, String... others) {
    String value = dice.oneIn(5) ? dice.of(List.of(others)) : usual;
    return dice.oneIn(8) ? "" : name + ": " + value + "\r\n";
  }

  private static byte[] frames(Dice dice) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = dice.below(5); i > 0; i--) {
      byte[] payload = dice.bytes(120);
      boolean masked = !dice.oneIn(8);
      int mask = masked ? 0x80 : 0;
      ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
      int usual = 0x80 | dice.of(List.of(0, 1, 2, 8, 9, 10));
      frame.put((byte) (dice.oneIn(3) ? dice.below(256) : usual));
      switch (dice.below(8)) {
        case 0 -> frame.put((byte) (mask | 126)).putShort((short) dice.whole());
        case 1 -> frame.put((byte) (mask | 127)).putLong(dice.whole());
        default -> frame.put((byte) (mask | payload.length));
      }
      if (masked) {
        frame.putInt((int) dice.whole());
      }
      frame.put(payload);
      all.write(frame.array(), 0, frame.position());
    }
    return all.toByteArray();
  }
}
