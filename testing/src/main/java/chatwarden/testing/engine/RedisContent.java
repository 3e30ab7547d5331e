package chatwarden.testing.engine;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a Redis holds, as text: the names of the keys, and all that each has in it. Used
 * by one thread at a time.
 */
final class RedisContent implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream in;

  RedisContent(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Returns the keys that have one of the markers in their names or values. */
  List<String> keysWith(List<String> markers) throws IOException {
    List<String> found = new ArrayList<>();
    for (String key : lines(ask("KEYS", "*"))) {
      String content = key + "\n" + content(key);
      markers.stream()
          .filter(content::contains)
          .forEach(marker -> found.add(key + " has " + marker));
    }
    return found;
  }

  private static List<String> lines(String text) {
    return text.lines().filter(line -> !line.isEmpty()).toList();
  }

  private String content(String key) throws IOException {
    return switch (ask("TYPE", key)) {
      case "hash" -> ask("HGETALL", key);
      case "zset" -> ask("ZRANGE", key, "0", "-1");
      case "stream" -> ask("XRANGE", key, "-", "+");
      case "string" -> ask("GET", key);
      case "set" -> ask("SMEMBERS", key);
      case "list" -> ask("LRANGE", key, "0", "-1");
      case "none" -> "";
      default -> throw new IOException("a type of Redis that this cannot read: " + key);
    };
  }

  private String ask(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      command.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
    StringBuilder answer = new StringBuilder();
    read(answer);
    return answer.toString().strip();
  }

  private void read(StringBuilder answer) throws IOException {
    String head = line();
    String rest = head.substring(1);
    switch (head.charAt(0)) {
      case '$' -> {
        int length = Integer.parseInt(rest);
        if (length >= 0) {
          answer.append(new String(in.readNBytes(length), StandardCharsets.UTF_8)).append('\n');
          line();
        }
      }
      case '*' -> {
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          read(answer);
        }
      }
      case '-' -> throw new IOException("redis-server answered " + rest);
      default -> answer.append(rest).append('\n');
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("redis-server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
