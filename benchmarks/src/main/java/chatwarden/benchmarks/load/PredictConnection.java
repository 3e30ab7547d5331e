package chatwarden.benchmarks.load;

import chatwarden.benchmarks.load.UnaryClient.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One connection by HTTP/1.1 that asks {@code POST /predict} about one short text, one call after
 * the other: as little of a client as there can be, since it shares the machine with the server.
 * Calls block and belong on virtual threads.
 */
final class PredictConnection implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final byte[] request;
  private final byte[] received = new byte[16 * 1024];

  PredictConnection(int port, String text) throws IOException {
    byte[] body = ("{\"inputs\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /predict HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    this.request = concat(head.getBytes(StandardCharsets.US_ASCII), body);
    this.socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    this.out = socket.getOutputStream();
    this.in = socket.getInputStream();
  }

  private static byte[] concat(byte[] head, byte[] body) {
    byte[] whole = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    return whole;
  }

  /** Makes a call and waits for its answer. */
  Outcome call() throws IOException {
    out.write(request);
    int length = 0;
    String head = "";
    while (head.isEmpty()) {
      length += read(length);
      head = head(length);
    }
    var declared = LENGTH.matcher(head);
    int missing =
        declared.find() ? head.length() + Integer.parseInt(declared.group(1)) - length : 0;
    while (missing > 0) {
      missing -= read(0);
    }
    return outcome(head);
  }

  private int read(int from) throws IOException {
    int count = in.read(received, from, received.length - from);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    return count;
  }

  /** The header of the response with its empty line, in lower case; empty while it is not whole. */
  private String head(int length) {
    String all = new String(received, 0, length, StandardCharsets.ISO_8859_1);
    int end = all.indexOf("\r\n\r\n");
    return end < 0 ? "" : all.substring(0, end + 4).toLowerCase(Locale.ROOT);
  }

  private static Outcome outcome(String head) {
    return switch (head.substring(9, 12)) {
      case "200" -> Outcome.ACCEPTED;
      case "429" ->
          head.contains("\r\nretry-after:")
              ? Outcome.REFUSED_WITH_HINT
              : Outcome.REFUSED_WITHOUT_HINT;
      default -> Outcome.FAULT;
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
