package chatwarden.it.fuzz;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Streams of server-sent events of any chat from any token on, by clients that leave in the middle.
 * Each has a connection of its own, as by HTTP/2 so many resets would be taken for an attack.
 */
final class SseFuzzer {
  private static final int PATIENCE_MILLIS = 12_000;
  private static final List<String> TOKENS =
      List.of("0-0", "0-0", "1700000000000-0", "999999999999999999-999999999999999999", "1-", "-1");
  private static final List<String> ACCEPTED =
      List.of("text/event-stream", "*/*", "application/json", "a/b;q=9", "");
  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "GET", "GET", "GET", "POST", "PUT", "OPTIONS");

  private final int port;

  SseFuzzer(int port) {
    this.port = port;
  }

  /** One stream; returns the problem, or nothing. */
  String call(Dice dice) throws IOException {
    boolean known = !dice.oneIn(3);
    String token = dice.oneIn(4) ? "" : dice.oneIn(4) ? dice.word() : dice.of(TOKENS);
    boolean byQuery = dice.oneIn(2);
    boolean odd = dice.oneIn(8);
    String method = dice.of(METHODS);
    String request =
        method
            + " /v1/chats/"
            + (known ? "fuzz" : dice.word())
            + "/comments:watch"
            + (byQuery ? "?lastEventId=" + token : "?")
            + (odd ? "&" + dice.word() + "=" + dice.word() : "")
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAccept: "
            + dice.of(ACCEPTED)
            + (byQuery ? "" : "\r\nLast-Event-ID: " + token)
            + "\r\n\r\n";
    boolean honest = known && !odd && token.equals("0-0") && method.equals("GET");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (dice.oneIn(6)) {
        socket.shutdownOutput();
      } else {
        return judge(new BufferedInputStream(socket.getInputStream()), honest);
      }
      socket.getInputStream().readNBytes(20);
      return "";
    } catch (SocketTimeoutException e) {
      return "hangs: " + request;
    }
  }

  private static String judge(InputStream in, boolean honest) throws IOException {
    String head = Incoming.until("\r\n\r\n", in).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 200 ")) {
      return (head.startsWith("http/1.1 4") && !honest) || head.startsWith("http/1.1 204 ")
          ? ""
          : "answers " + head;
    }
    if (head.contains("application/json") || !head.contains("text/event-stream")) {
      return "not a stream of events: " + head;
    }
    String begin = Incoming.until(honest ? "\nid: " : "\n\n", in);
    return begin.contains("retry: 1000\n") && (!honest || begin.endsWith("\nid: "))
        ? ""
        : "begins with " + begin;
  }
}
