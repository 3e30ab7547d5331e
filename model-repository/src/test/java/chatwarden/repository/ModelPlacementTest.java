package chatwarden.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPlacementTest {

  @TempDir private Path folder;

  @Test
  void versionIsPlacedWithItsCardUnderItsNameAndNumber() throws IOException {
    Path candidate = new ModelFolders(folder.resolve("candidate")).add("echo", "7", "en", "a");
    Files.writeString(candidate.resolve("MODEL_CARD.md"), "# echo version 7\n");
    Path served = folder.resolve("served");

    Path placed = ModelPlacement.place(ModelFiles.open(candidate), served);

    assertThat(placed).isEqualTo(served.resolve("echo/7"));
    assertThat(ModelFolder.at(served).versions()).containsOnlyKeys(new ModelId("echo", "7"));
    assertThat(ModelFiles.open(placed).path("says.txt")).content().isEqualTo("a");
    assertThat(placed.resolve("MODEL_CARD.md")).content().isEqualTo("# echo version 7\n");
    assertThat(served.resolve("echo")).isDirectoryNotContaining("glob:**/.placing-7");
  }

  @Test
  void repetitionChangesNothingAndGoesOnAfterACopyThatWasCut() throws IOException {
    ModelFiles candidate =
        ModelFiles.open(new ModelFolders(folder.resolve("candidate")).add("echo", "7", "en", "a"));
    Path served = folder.resolve("served");
    Path cut = Files.createDirectories(served.resolve("echo/.placing-7"));
    Files.writeString(cut.resolve("says.txt"), "half");

    Path placed = ModelPlacement.place(candidate, served);

    assertThat(ModelPlacement.place(candidate, served)).isEqualTo(placed);
    assertThat(placed.resolve("says.txt")).content().isEqualTo("a");
  }

  @Test
  void versionWithOtherContentIsNotReplaced() throws IOException {
    Path served = folder.resolve("served");
    Path there = new ModelFolders(served).add("echo", "7", "en", "b");
    ModelFiles candidate =
        ModelFiles.open(new ModelFolders(folder.resolve("candidate")).add("echo", "7", "en", "a"));

    assertThatThrownBy(() -> ModelPlacement.place(candidate, served))
        .hasMessageContaining("echo@7 is in " + served + " with other content");
    assertThat(there.resolve("says.txt")).content().isEqualTo("b");
  }
}
