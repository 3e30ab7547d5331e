package chatwarden.standalone.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Asks a Redis that starts whether it is there, and reads why it is not. */
final class RedisProbe {

  private static final int MILLIS = 1_000;
  private static final int SHOWN_LINES = 2;

  private RedisProbe() {}

  /** Whether it takes the password and has read its data. */
  static boolean answers(int port, String password) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
      socket.setSoTimeout(MILLIS);
      String request = "AUTH " + password + "\r\nPING\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return line(in).equals("+OK") && line(in).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (next != '\r') {
        line.append((char) next);
      }
      next = in.read();
    }
    return line.toString();
  }

  /** The end of what it wrote. */
  static String lastWords(Path folder) {
    for (String name : List.of("redis.log", "redis.out")) {
      try {
        List<String> lines =
            Files.readAllLines(folder.resolve(name), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.isBlank())
                .toList();
        if (!lines.isEmpty()) {
          int from = Math.max(0, lines.size() - SHOWN_LINES);
          return "it says: " + String.join(" / ", lines.subList(from, lines.size()));
        }
      } catch (IOException e) {
        // The other file may say more.
      }
    }
    return "it says nothing";
  }
}
