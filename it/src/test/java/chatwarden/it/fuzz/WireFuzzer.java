package chatwarden.it.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Input that is not HTTP, or that is two requests at once: split requests, floods of headers,
 * bodies that come slowly or never, broken frames of HTTP/2, plain noise.
 */
final class WireFuzzer {
  private static final int PATIENCE_MILLIS = 12_000;
  private static final long PAUSE_NANOS = 10_000_000;

  private final int port;

  WireFuzzer(int port) {
    this.port = port;
  }

  /** One connection; returns the problem with its end, or nothing. */
  String call(Dice dice) throws IOException {
    int kind = dice.below(8);
    byte[] sent =
        switch (kind) {
          case 0 -> dice.bytes(500);
          case 1 -> ascii(twoLengths(dice));
          case 2 -> ascii(splitHeader(dice));
          case 3 -> ascii(flood(dice));
          case 4 ->
              ascii(
                  "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{\"in");
          case 5 -> http2(dice);
          case 6 ->
              ascii("POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 18\r\n\r\n");
          default -> ascii(chunks(dice));
        };
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(sent);
        socket.getOutputStream().flush();
        if (kind == 6) {
          drip(socket.getOutputStream());
        } else if (kind != 4) { // The one whose body never comes waits for what the server does.
          socket.shutdownOutput();
        }
        return judge(kind, socket.getInputStream());
      } catch (SocketTimeoutException e) {
        return "kind " + kind + " hangs";
      } catch (IOException e) {
        return ""; // The server cut the connection, as it may.
      }
    }
  }

  /** A body that comes, byte by byte. */
  private static void drip(OutputStream out) throws IOException {
    for (byte piece : ascii("{\"inputs\":\"chào\"} ")) {
      LockSupport.parkNanos(PAUSE_NANOS);
      out.write(piece);
      out.flush();
    }
  }

  private static String judge(int kind, InputStream in) throws IOException {
    byte[] answer = in.readNBytes(64);
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    return text.startsWith("HTTP/1.1 500") ? "kind " + kind + ": " + text : "";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String twoLengths(Dice dice) {
    return "POST /v1/comments:classify HTTP/1.1\r\n"
        + "Host: localhost\r\n"
        + "Content-Type: application/json\r\n"
        + "Content-Length: "
        + dice.below(60)
        + "\r\n"
        + dice.of(
            List.of(
                "Transfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Content-Length: +3\r\n"))
        + "\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static String splitHeader(Dice dice) {
    String noise = new String(dice.bytes(30), StandardCharsets.ISO_8859_1);
    return "GET /v1/chats"
        + dice.of(List.of("", "?x=%0d%0aHost:%20y", "%0d%0a", "/../..//", "\u0000", "#"))
        + dice.of(List.of(" HTTP/1.1\r\n", " HTTP/1.1\n", " HTTP/9.9\r\n", "\r\n"))
        + dice.of(
            List.of("Host: localhost\r\n", "Host: x\r\nHost: y\r\n", " folded: a\r\n b\r\n", ""))
        + "X-"
        + noise
        + ": a\r\nLast-Event-ID: "
        + noise
        + "\r\n\r\n";
  }

  private static String flood(Dice dice) {
    StringBuilder text = new StringBuilder("GET /v1/chats HTTP/1.1\r\nHost: localhost\r\n");
    int lines = dice.oneIn(4) ? 3_000 : 200;
    for (int i = 0; i < lines; i++) {
      text.append("x-").append(i).append(": ").append(i).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  private static String chunks(Dice dice) {
    return "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"
        + dice.of(List.of("ffffffffffffffff", "-1", "5;x=" + "y".repeat(500), "zz", "2"))
        + "\r\n{}\r\n0\r\n\r\n";
  }

  private static byte[] http2(Dice dice) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
    for (int i = dice.below(5); i > 0; i--) {
      byte[] payload = dice.bytes(60);
      out.write(new byte[] {0, 0, (byte) payload.length, (byte) dice.below(12)});
      out.write(new byte[] {(byte) dice.below(256), 0, 0, 0, (byte) dice.below(8)});
      out.write(payload);
    }
    return out.toByteArray();
  }
}
