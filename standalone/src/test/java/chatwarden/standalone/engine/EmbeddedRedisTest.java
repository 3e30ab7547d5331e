package chatwarden.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.health.HealthWindow;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedRedisTest {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void dataOutlivesAnOrderlyRestartOnAnotherPort() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.at(folder, 0);
    first.start();
    assertThat(ask(first.uri(), redis -> redis.sync().set("place", "here"))).isEqualTo("OK");
    first.close();
    EmbeddedRedis second = EmbeddedRedis.at(folder, 0);
    second.start();
    assertThat(ask(second.uri(), redis -> redis.sync().get("place"))).isEqualTo("here");
    second.close();
  }

  @Test
  void serverLeftBehindByAKilledProcessIsEndedAndItsDataStands() throws Exception {
    int port = FreePorts.next();
    long orphan;
    try (JavaProcess process =
        JavaProcess.ofMain(EngineMain.class.getName())
            .arguments("redis", folder.toString(), Integer.toString(port))
            .start()) {
      String uri =
          process.awaitLine(Pattern.compile("^ready "), START_LIMIT).substring("ready ".length());
      ask(uri, redis -> redis.sync().set("place", "here"));
      orphan = pid();
      process.kill9();
    }
    assertThat(ProcessHandle.of(orphan)).get().matches(ProcessHandle::isAlive);
    EmbeddedRedis next = EmbeddedRedis.at(folder, port);
    next.start();
    assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(ask(next.uri(), redis -> redis.sync().get("place"))).isEqualTo("here");
    long own = pid();
    next.close();
    assertThat(ProcessHandle.of(own).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void anotherProcessThatGotTheSameIdIsLeftAlone() throws Exception {
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(folder.resolve("process"), bystander.pid() + " 1000\n");
      EmbeddedRedis redis = EmbeddedRedis.at(folder, 0);
      redis.start();
      assertThat(bystander.isAlive()).isTrue();
      redis.close();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void serverThatIsKilledAloneIsStartedAgainAtTheSameAddress() throws Exception {
    SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    EmbeddedRedis redis = EmbeddedRedis.at(folder, 0, Config.defaults(), metrics);
    redis.start();
    ask(redis.uri(), connection -> connection.sync().set("place", "here"));

    ProcessHandle.of(pid()).orElseThrow().destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> "here".equals(ask(redis.uri(), connection -> connection.sync().get("place"))));
    await().atMost(Duration.ofSeconds(10)).until(() -> redis.status().problem().isEmpty());
    assertThat(metrics.get("engine.restart").counter().count()).isOne();
    redis.close();
  }

  @Test
  void serverThatAnswersNothingIsStartedAgain() throws Exception {
    Config hasty = Config.defaults().with(HealthWindow.LENGTH, Duration.ofSeconds(2));
    EmbeddedRedis redis = EmbeddedRedis.at(folder, 0, hasty, new SimpleMeterRegistry());
    redis.start();
    ask(redis.uri(), connection -> connection.sync().set("place", "here"));
    long stopped = pid();

    assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(stopped)).start().waitFor())
        .isZero();

    await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> pid() != stopped);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> "here".equals(ask(redis.uri(), connection -> connection.sync().get("place"))));
    assertThat(ProcessHandle.of(stopped).filter(ProcessHandle::isAlive)).isEmpty();
    redis.close();
  }

  @Test
  void carriedProgramServesWhereNoneIsInstalled() throws Exception {
    EmbeddedRedis redis =
        new EmbeddedRedis(folder, 0, "", Config.defaults(), new SimpleMeterRegistry());
    redis.start();
    assertThat(ask(redis.uri(), connection -> connection.sync().info("server")))
        .contains("redis_version:6.2");
    assertThat(product(URI.create(redis.uri()))).startsWith("Redis 6.2.");
    redis.close();
  }

  @Test
  void everyWriteIsOnTheDiskBeforeItsAnswer() throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.at(folder, 0);
    redis.start();
    assertThat(ask(redis.uri(), connection -> connection.sync().configGet("append*")))
        .contains("appendonly=yes", "appendfsync=always");
    redis.close();
  }

  @Test
  void folderOfALivingProcessIsRefusedByName() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.at(folder, 0);
    first.start();
    assertThatThrownBy(() -> EmbeddedRedis.at(folder, 0).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    assertThat(ask(first.uri(), redis -> redis.sync().ping())).isEqualTo("PONG");
    first.close();
  }

  @Test
  void takenPortIsRefusedByNumber() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedRedis.at(folder, port).start())
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageContaining("port " + port + " is taken");
    }
  }

  @Test
  void unreadableDataIsSaidInRedisOwnWords() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.at(folder, 0);
    first.start();
    ask(first.uri(), redis -> redis.sync().set("place", "here"));
    first.close();
    for (Path file : appendOnlyFiles()) {
      Files.writeString(file, "not an append only file\n");
    }
    assertThatThrownBy(() -> EmbeddedRedis.at(folder, 0).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("it says:");
  }

  private List<Path> appendOnlyFiles() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith("appendonly"))
          .filter(file -> file.toString().endsWith(".aof"))
          .toList();
    }
  }

  private long pid() throws Exception {
    return Long.parseLong(Files.readString(folder.resolve("redis.pid")).strip());
  }

  private static String product(URI address) {
    return RedisProbe.product(address.getPort(), address.getUserInfo().substring(1));
  }

  private static String ask(
      String uri, Function<StatefulRedisConnection<String, String>, Object> question) {
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return String.valueOf(question.apply(connection));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
