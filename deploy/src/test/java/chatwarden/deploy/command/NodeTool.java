package chatwarden.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Checkers that are packages of npm, which {@code .ci/run} installs. */
public final class NodeTool {
  private static final Path ROOT = ProjectRoot.find();
  private static final Path MODULES = ROOT.resolve(".ci/deploy-tools/node_modules");

  private NodeTool() {}

  /**
   * Runs a script of the tests on the files of a folder and returns its output.
   *
   * @param script its name within {@code src/test/resources/tools}
   * @param module the package that it needs; without it the test is skipped
   */
  public static String run(String script, String module, String folder, String ending)
      throws IOException, InterruptedException {
    Path node = Executables.require("node");
    Assumptions.assumeTrue(
        Files.isDirectory(MODULES.resolve(module)),
        () -> module + " is not installed in .ci/deploy-tools: run .ci/run");
    List<String> command = new ArrayList<>();
    command.add(node.toString());
    command.add(ROOT.resolve("deploy/src/test/resources/tools").resolve(script).toString());
    command.add(MODULES.toString());
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(ending))
          .sorted()
          .forEach(command::add);
    }
    ToolRun run = ToolRun.in(ROOT, Map.of(), command);
    assertThat(run.status()).as(run.output()).isZero();
    return run.output();
  }
}
