package chatwarden.standalone.engine;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of redis-server on a folder, as a child of this process. It is in a session of its own
 * where the system can do that, so that Ctrl-C in a terminal reaches this process alone. Used by
 * one thread at a time.
 */
final class RedisRun {

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final EngineFolder folder;
  private final Path path;
  private final int port;
  private final String password;
  private final Process process;
  private long spoke = System.nanoTime();

  private RedisRun(EngineFolder folder, Path path, int port, String password, Process process) {
    this.folder = folder;
    this.path = path;
    this.port = port;
    this.password = password;
    this.process = process;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when it does not
   */
  static RedisRun start(EngineFolder folder, Path path, Path program, int port)
      throws IOException, InterruptedException {
    String password = folder.password();
    folder.write("redis.conf", configuration(path, port, password));
    Process process = launch(folder, path, program);
    RedisRun run = new RedisRun(folder, path, port, password, process);
    try {
      RedisOrphan.remember(folder, process.toHandle());
      run.awaitAnswer();
      return run;
    } catch (IOException | InterruptedException | RuntimeException e) {
      run.end();
      throw e;
    }
  }

  private static String configuration(Path path, int port, String password) {
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("bind", "127.0.0.1"),
            Map.entry("port", Integer.toString(port)),
            Map.entry("requirepass", password),
            Map.entry("dir", quoted(path)),
            Map.entry("pidfile", quoted(path.resolve("redis.pid"))),
            Map.entry("logfile", quoted(path.resolve("redis.log"))),
            Map.entry("appendonly", "yes"),
            Map.entry("appendfsync", "always"),
            Map.entry("save", "\"\""),
            Map.entry("maxmemory-policy", "noeviction"),
            // Comments in a third less memory; the name that Redis 6 knows, Redis 7 takes it too.
            Map.entry("hash-max-ziplist-value", "1024"),
            Map.entry("daemonize", "no"));
    StringBuilder text = new StringBuilder();
    settings.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  private static String quoted(Path file) {
    return '"' + file.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Process launch(EngineFolder folder, Path path, Path program) {
    List<String> command = new ArrayList<>();
    Path setsid = Path.of("/usr/bin/setsid");
    if (Files.isExecutable(setsid)) {
      command.add(setsid.toString());
    }
    command.add(program.toString());
    command.add(folder.file("redis.conf").toString());
    try {
      return new ProcessBuilder(command)
          .directory(path.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.file("redis.out").toFile())
          .start();
    } catch (IOException e) {
      throw failed(program + " cannot be run: " + FaultWords.of(e));
    }
  }

  private void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!RedisProbe.answers(port, password)) {
      if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
        throw failed(ending());
      }
      if (System.nanoTime() > deadline) {
        throw failed("redis-server does not answer after " + START_LIMIT + "; " + lastWords());
      }
    }
  }

  /** Whether it ended, or has answered nothing for that long; if so, why, in its own words. */
  Optional<String> fault(Duration silence) {
    if (!process.isAlive()) {
      return Optional.of(ending());
    }
    if (RedisProbe.speaks(port, password)) {
      spoke = System.nanoTime();
    }
    Duration since = Duration.ofNanos(System.nanoTime() - spoke);
    return since.compareTo(silence) > 0
        ? Optional.of(
            "redis-server answers nothing for " + since.toSeconds() + " s; " + lastWords())
        : Optional.empty();
  }

  private String ending() {
    return "redis-server ended with status " + process.exitValue() + "; " + lastWords();
  }

  private String lastWords() {
    return LastWords.of(path, line -> true, "redis.log", "redis.out");
  }

  private static ChatwardenException failed(String why) {
    return FaultCode.FAILED_PRECONDITION.exception("REDIS_START_FAILED", why);
  }

  /** Returns its name and version. */
  String product() {
    return RedisProbe.product(port, password);
  }

  /** Where it is, with the password. */
  String uri() {
    return "redis://:" + password + "@127.0.0.1:" + port;
  }

  /** Ends it in order, or by force where it does not heed. */
  void end() throws IOException, InterruptedException {
    RedisOrphan.end(process.toHandle());
    RedisOrphan.forget(folder);
  }
}
