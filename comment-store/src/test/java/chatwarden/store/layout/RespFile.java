package chatwarden.store.layout;

import chatwarden.testing.engine.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** A file of commands in Redis' protocol, which make the content of a store. */
final class RespFile {

  private static final String END = "end-of-commands";

  private RespFile() {}

  /** Runs the commands of a resource beside this class, packed by gzip. */
  static void load(String name, RedisServer redis) throws IOException {
    byte[] commands;
    try (InputStream in =
        new GZIPInputStream(Objects.requireNonNull(RespFile.class.getResourceAsStream(name)))) {
      commands = in.readAllBytes();
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(commands);
      out.write(("ECHO " + END + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      List<String> refusals = new ArrayList<>();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = in.readLine();
      while (line != null && !line.equals(END)) {
        if (line.startsWith("-")) {
          refusals.add(line);
        }
        line = in.readLine();
      }
      if (line == null || !refusals.isEmpty()) {
        throw new IOException("redis-server refused commands of " + name + ": " + refusals);
      }
    }
  }
}
