package chatwarden.standalone.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a Redis whether it is there. */
final class RedisProbe {

  private static final int MILLIS = 1_000;

  private RedisProbe() {}

  /** Whether it takes the password and has read its data. */
  static boolean answers(int port, String password) {
    return ping(port, password).equals("+PONG");
  }

  /** Whether it answers anything, be it that it is loading or busy. */
  static boolean speaks(int port, String password) {
    return !ping(port, password).isEmpty();
  }

  /** Returns its answer to a PING, or to the password if it does not take that; empty: nothing. */
  private static String ping(int port, String password) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
      socket.setSoTimeout(MILLIS);
      String request = "AUTH " + password + "\r\nPING\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String login = line(in);
      return login.equals("+OK") ? line(in) : login;
    } catch (IOException e) {
      return "";
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
}
