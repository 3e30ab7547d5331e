package chatwarden.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

final class ModelFilesTest {

  private static final String GOOD =
      """
      name: vi-echo
      version: 3
      task: echo
      format: plain
      languages: [vi]
      labels: [CLEAN, HATE]
      files:
        - {path: says.txt, sha256: %s}
      settings: {alpha: 0.50}
      warmup: [chào]
      """
          .formatted(ModelFolders.sha256("x"));

  @TempDir private Path root = Path.of(".");

  private Path lay(String manifest) {
    return new ModelFolders(root).write("vi-echo", "3", manifest, "x");
  }

  @Test
  void readsEverythingThatTheManifestSays() {
    ModelFiles files = ModelFiles.open(lay(GOOD));
    ModelManifest manifest = files.manifest();

    assertThat(manifest.id()).hasToString("vi-echo@3");
    assertThat(manifest.task()).isEqualTo("echo");
    assertThat(manifest.format()).isEqualTo("plain");
    assertThat(manifest.languages()).containsExactly("vi");
    assertThat(manifest.labels()).containsExactly("CLEAN", "HATE");
    assertThat(manifest.settings()).containsExactly(Map.entry("alpha", "0.50"));
    assertThat(manifest.warmup()).containsExactly("chào");
    assertThat(manifest.usage()).isEqualTo(ModelUsage.NOT_STATED);
    assertThat(files.path("says.txt")).hasContent("x");
  }

  @Test
  void usageIsReadAndTheStricterOneHoldsForAModelOfSeveral() {
    assertThat(ModelFiles.open(lay(GOOD + "usage: research\n")).manifest().usage())
        .isEqualTo(ModelUsage.RESEARCH);
    assertThat(ModelUsage.ANY.with(ModelUsage.RESEARCH)).isEqualTo(ModelUsage.RESEARCH);
    assertThat(ModelUsage.ANY.with(ModelUsage.NOT_STATED)).isEqualTo(ModelUsage.NOT_STATED);
    assertThat(ModelUsage.RESEARCH.with(ModelUsage.NOT_STATED)).isEqualTo(ModelUsage.RESEARCH);
    assertThat(ModelUsage.NOT_STATED.word()).isEqualTo("not stated");
  }

  @Test
  void everyFaultNamesTheFileAndTheKey() {
    Map<String, String> faults =
        Map.ofEntries(
            Map.entry(GOOD.replace("name:", "nmae:"), "nmae: unknown key; did you mean name?"),
            Map.entry(GOOD.replace("name: vi-echo\n", ""), "name: missing"),
            Map.entry(GOOD.replace("vi-echo", "Vi/Echo"), "name: Vi/Echo (expected"),
            Map.entry(GOOD.replace("task: echo", "task: [echo]"), "task: must be a text"),
            Map.entry(GOOD.replace("[vi]", "[]"), "languages: missing"),
            Map.entry(GOOD.replace("[vi]", "[vi-VN]"), "languages: vi-VN (expected"),
            Map.entry(GOOD.replace("[vi]", "vi"), "languages: must be a list"),
            Map.entry(GOOD.replace("[chào]", "[chào, '']"), "warmup[1]: must be a text"),
            Map.entry(GOOD.replace("sha256:", "sha:"), "files[0].sha: unknown key"),
            Map.entry(GOOD.replaceAll("sha256: .*}", "sha256: abc}"), "files[0].sha256: abc"),
            Map.entry(GOOD.replace("{alpha: 0.50}", "{alpha: []}"), "settings.alpha: must be"),
            Map.entry(GOOD + "warmup: [b]\n", "line 11: found duplicate key warmup"),
            Map.entry(GOOD + "usage: private\n", "usage: private (expected: any or research)"),
            Map.entry("- a\n", "the file: must be a map"),
            Map.entry("", "name: missing"));
    faults.forEach(
        (manifest, problem) ->
            assertThatThrownBy(() -> ModelFiles.open(lay(manifest)))
                .as(problem)
                .matches(FaultCode.FAILED_PRECONDITION::isOf)
                .hasMessageContaining("model.yaml: " + problem));
  }

  @Test
  void aFileWithAnotherChecksumIsRefused() throws IOException {
    Path folder = lay(GOOD);
    Files.writeString(folder.resolve("says.txt"), "y");

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .hasMessageContaining("says.txt: sha256 " + ModelFolders.sha256("y"));
  }

  @Test
  void aFileThatIsMissingIsRefused() throws IOException {
    Path folder = lay(GOOD);
    Files.delete(folder.resolve("says.txt"));

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .hasMessageContaining("says.txt does not exist");
  }

  @Test
  void noFileLeavesTheFolder() throws IOException {
    Files.writeString(root.resolve("outside.txt"), "x");
    Files.createDirectories(root.resolve("vi-echo/3"));
    Files.createSymbolicLink(root.resolve("vi-echo/3/link.txt"), root.resolve("outside.txt"));

    for (String path :
        List.of(
            "../../outside.txt",
            root.resolve("outside.txt").toString(),
            "sub/../../../outside.txt",
            "..\\outside.txt",
            ".",
            "link.txt")) {
      Path folder = lay(GOOD.replace("path: says.txt", "path: '" + path + "'"));
      assertThatThrownBy(() -> ModelFiles.open(folder))
          .as(path)
          .hasMessageContaining("leaves the model's folder");
    }
  }

  @Test
  void aFileThatTheManifestDoesNotListIsNotGiven() {
    ModelFiles files = ModelFiles.open(lay(GOOD));

    assertThatThrownBy(() -> files.path("model.yaml"))
        .hasMessageContaining("files: does not list model.yaml, which format plain needs");
  }

  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void pipeAmongTheFilesIsRefusedUnread() throws Exception {
    Path folder = lay(GOOD);
    Path pipe = folder.resolve("says.txt");
    Files.delete(pipe);
    assumeTrue(
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "needs mkfifo");

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("says.txt: not a regular file");
  }

  @Test
  void linkOutOfTheRepositoryIsRefused(@TempDir Path elsewhere) throws IOException {
    Path outside = new ModelFolders(elsewhere).write("vi-echo", "3", GOOD, "x");
    Path version =
        Files.createSymbolicLink(
            Files.createDirectories(root.resolve("vi-echo")).resolve("3"), outside);
    Path model = Files.createSymbolicLink(root.resolve("linked"), outside.getParent());

    for (Path link : List.of(version, model.resolve("3"))) {
      assertThatThrownBy(() -> ModelFiles.open(link))
          .hasMessageContaining("a link out of the model repository");
    }
  }

  @Test
  void linkWithinTheRepositoryIsOpened() throws IOException {
    Path data = new ModelFolders(root.resolve("..data")).write("vi-echo", "3", GOOD, "x");
    Path version =
        Files.createSymbolicLink(
            Files.createDirectories(root.resolve("vi-echo")).resolve("3"), data);

    assertThat(ModelFiles.open(version).path("says.txt")).hasContent("x");
  }

  @Test
  void manifestThatIsALinkOutOfItsFolderIsRefused(@TempDir Path elsewhere) throws IOException {
    Path folder = lay(GOOD);
    Path manifest = folder.resolve("model.yaml");
    Path outside = Files.move(manifest, elsewhere.resolve("model.yaml"));
    Files.createSymbolicLink(manifest, outside);

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .hasMessageContaining("a link out of the model's folder");
  }
}
