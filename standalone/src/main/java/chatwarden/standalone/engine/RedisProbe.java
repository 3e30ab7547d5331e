package chatwarden.standalone.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Asks a Redis on loopback whether it is there, and which one it is. */
final class RedisProbe {

  private static final int MILLIS = 1_000;
  private static final String VALKEY = "valkey_version:";
  private static final String REDIS = "redis_version:";

  private RedisProbe() {}

  /** Whether it takes the password and has read its data. */
  static boolean answers(int port, String password) {
    return ask(port, password, "PING").equals("+PONG");
  }

  /** Whether it answers anything, be it that it is loading or busy. */
  static boolean speaks(int port, String password) {
    return !ask(port, password, "PING").isEmpty();
  }

  /** Returns its name and version, such as {@code Valkey 8.1.1}; only the name if it is silent. */
  static String product(int port, String password) {
    List<String> facts = ask(port, password, "INFO server").lines().toList();
    return version(facts, VALKEY)
        .map(version -> "Valkey " + version)
        .or(() -> version(facts, REDIS).map(version -> "Redis " + version))
        .orElse("Redis");
  }

  private static Optional<String> version(List<String> facts, String key) {
    return facts.stream()
        .filter(fact -> fact.startsWith(key))
        .map(fact -> fact.substring(key.length()))
        .findFirst();
  }

  /** Returns its answer, or that to the password if it does not take it; empty: nothing. */
  private static String ask(int port, String password, String command) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
      socket.setSoTimeout(MILLIS);
      String request = "AUTH " + password + "\r\n" + command + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String login = line(in);
      return login.equals("+OK") ? answer(in) : login;
    } catch (IOException e) {
      return "";
    }
  }

  /** Reads a line, or the text whose length the line states. */
  private static String answer(InputStream in) throws IOException {
    String line = line(in);
    return line.startsWith("$")
        ? new String(in.readNBytes(Integer.parseInt(line.substring(1))), StandardCharsets.US_ASCII)
        : line;
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
}
