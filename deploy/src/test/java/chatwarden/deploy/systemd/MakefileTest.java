package chatwarden.deploy.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.deploy.command.ToolRun;
import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakefileTest {

  @ParameterizedTest
  @CsvSource({
    "up,./chatwarden up --port 0",
    "test,mvn --batch-mode verify --port 0",
    "train,./chatwarden train --port 0",
    "image,tool build --file deploy/docker/Dockerfile --tag chatwarden:local --port 0 .",
    "chart,helm lint --strict deploy/kubernetes/chatwarden",
    "deploy,helm upgrade --install chatwarden deploy/kubernetes/chatwarden",
  })
  void targetCallsItsTool(String target, String command) throws Exception {
    Path make = Executables.require("make");
    List<String> words =
        List.of(make.toString(), "--dry-run", target, "CONTAINER=tool", "ARGS=--port 0");

    ToolRun run = ToolRun.in(ProjectRoot.find(), Map.of(), words);

    assertThat(run.output()).contains(command);
    assertThat(run.status()).isZero();
  }
}
