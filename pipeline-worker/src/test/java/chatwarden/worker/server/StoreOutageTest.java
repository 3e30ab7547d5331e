package chatwarden.worker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose Redis is killed while a command runs. */
@Timeout(120)
class StoreOutageTest {

  private @TempDir Path scratch;
  @AutoClose private WorkerFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new WorkerFixture(scratch);
  }

  @Test
  void endOfACommandCountsOnceTheStoreIsBack() throws Exception {
    fixture.define(
        "check",
        """
        steps:
          - name: wait
            command: [bash, -c, 'touch "$1/begun"; until [ -e "$1/go" ]; do sleep 0.05; done; echo out >a.txt', x, %s]
            outputs: [a.txt]
        """
            .formatted(scratch));
    PipelineServer worker = fixture.worker();
    try {
      PipelineRun run = fixture.begin("check");
      await().until(() -> Files.exists(scratch.resolve("begun")));

      fixture.redis().kill9();
      Files.createFile(scratch.resolve("go"));
      Path attempt = scratch.resolve("runs").resolve(run.getId()).resolve("wait.1");
      await().until(() -> Files.exists(attempt.resolve("a.txt")));
      fixture.redis().restart();

      assertThat(fixture.ended(run.getId()).getState()).isEqualTo(RunState.RUN_DONE);
      assertThat(fixture.step(run.getId(), "wait").getAttempt()).isEqualTo(1);
      assertThat(fixture.made(run.getId(), "wait", "a.txt")).isEqualTo("out\n");
    } finally {
      worker.drain(Duration.ofSeconds(20));
      worker.close();
    }
  }
}
