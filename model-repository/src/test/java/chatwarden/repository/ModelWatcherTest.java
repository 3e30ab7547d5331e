package chatwarden.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.repository.ModelFolders.Echo;
import chatwarden.runtime.error.FaultCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelWatcherTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ModelFolders folders;
  private final ModelSource folder;
  private final AtomicInteger looks = new AtomicInteger();
  private volatile boolean isAway;
  private final ModelRepository<Echo> repository =
      new ModelRepository<>(
          ModelFolders.TASK,
          this::versions,
          List.of(new ModelFolders.Loader()),
          VersionPolicy.ALL,
          new SimpleMeterRegistry());

  ModelWatcherTest(@TempDir Path root) {
    this.folders = new ModelFolders(root);
    this.folder = ModelFolder.at(root);
  }

  private Map<ModelId, Path> versions() {
    looks.incrementAndGet();
    if (isAway) {
      throw FaultCode.FAILED_PRECONDITION.exception("MODEL_REPOSITORY_MISSING", "the disk is away");
    }
    return folder.versions();
  }

  @BeforeEach
  void start() {
    folders.add("vi-echo", "1", "vi", "one");
    repository.start();
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Test
  void newVersionsAreServedWithoutBeingAskedFor() {
    ModelWatcher watcher = new ModelWatcher(repository, Duration.ofMillis(20));
    watcher.start();
    folders.add("vi-echo", "2", "vi", "two");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(repository.models()).hasToString("[vi-echo@1, vi-echo@2]"));
    watcher.close();
  }

  @Test
  void aSourceThatFailsChangesNothingAndIsAskedAgain() {
    ModelWatcher watcher = new ModelWatcher(repository, Duration.ofMillis(1));
    isAway = true;
    watcher.start();
    await().atMost(PATIENCE).until(() -> looks.get() > 5);

    assertThat(repository.models()).hasToString("[vi-echo@1]");
    folders.add("vi-echo", "2", "vi", "two");
    isAway = false;
    await().atMost(PATIENCE).until(() -> repository.models().size() == 2);
    watcher.close();
  }

  @Test
  void withoutAnIntervalNothingIsLookedFor() {
    ModelWatcher watcher = new ModelWatcher(repository, Duration.ZERO);
    watcher.start();
    watcher.close();

    assertThat(looks).hasValue(1);
    assertThatThrownBy(() -> new ModelWatcher(repository, Duration.ofSeconds(-1)))
        .hasMessage("interval: PT-1S (expected: >= 0)");
  }
}
