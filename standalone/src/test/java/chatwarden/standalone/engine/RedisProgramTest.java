package chatwarden.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisProgramTest {

  @TempDir private Path folder;

  @Test
  void valkeyIsTakenWhereNoRedisIsInstalled() throws IOException {
    Path valkey = program("valkey", "valkey-server");

    assertThat(RedisProgram.find(path("valkey"), folder.resolve("own")))
        .isEqualTo(new RedisProgram(valkey, false));
  }

  @Test
  void redisIsTakenBeforeValkeyWhereverItIsOnThePath() throws IOException {
    program("valkey", "valkey-server");
    Path redis = program("redis", "redis-server");

    assertThat(RedisProgram.find(path("valkey", "redis"), folder.resolve("own")))
        .isEqualTo(new RedisProgram(redis, false));
  }

  @Test
  void carriedProgramIsTakenWhereNothingOnThePathCanBeRun() throws IOException {
    Files.createFile(Files.createDirectory(folder.resolve("text")).resolve("redis-server"));

    RedisProgram found = RedisProgram.find(path("text"), folder.resolve("own"));

    assertThat(found.carried()).isTrue();
    assertThat(found.path()).isExecutable().hasParent(folder.resolve("own"));
  }

  private Path program(String place, String name) throws IOException {
    Path file = Files.createFile(Files.createDirectory(folder.resolve(place)).resolve(name));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private String path(String... places) {
    StringBuilder path = new StringBuilder();
    for (String place : places) {
      path.append(folder.resolve(place)).append(File.pathSeparator);
    }
    return path.toString();
  }
}
