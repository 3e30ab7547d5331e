package chatwarden.standalone.engine;

import chatwarden.runtime.error.FailedPreconditionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Waits for a Redis that starts: it answers once it has read its data. */
final class RedisPing {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int TIMEOUT_MILLIS = 1_000;

  private RedisPing() {}

  /**
   * Returns once the server answers.
   *
   * @throws FailedPreconditionException when it ends or the time is over; names the log
   */
  static void await(Process server, int port, String password, Duration limit, Path log)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!answers(port, password)) {
      if (!server.isAlive()) {
        throw failed("ended with status " + server.exitValue(), log);
      }
      if (System.nanoTime() > deadline) {
        throw failed("has not answered for " + limit.toSeconds() + " s", log);
      }
      Thread.sleep(PAUSE);
    }
  }

  private static FailedPreconditionException failed(String what, Path log) {
    return FailedPreconditionException.of(
        "START_FAILED", "redis-server " + what + "; its log is " + log);
  }

  private static boolean answers(int port, String password) {
    try (Socket socket = new Socket(LoopbackPort.HOST, port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String commands = "AUTH " + password + "\r\nPING\r\n";
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
    } catch (IOException e) {
      return false;
    }
  }
}
