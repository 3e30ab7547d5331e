package chatwarden.standalone.labels;

import static chatwarden.standalone.labels.ExportedFolder.OWN;
import static chatwarden.standalone.labels.ExportedFolder.decision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFilesTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void filesAreFoundAtAnyDepthAndOthersAreLeftOut() throws Exception {
    Path root = folder.toRealPath();
    ExportedFolder deep =
        ExportedFolder.write(
            root.resolve("a/b/c"), List.of(decision("sample", "c1", OWN, "đồ ngu")));
    Files.writeString(root.resolve("a/other.csv"), "text,label\r\nxin chào,CLEAN\r\n");
    Files.writeString(root.resolve("a/empty.csv"), "");

    assertThat(LabelFiles.find(List.of(root))).containsExactly(deep.dev(), deep.train());
    assertThat(LabelFiles.find(List.of(deep.train(), root, deep.train())))
        .containsExactly(deep.dev(), deep.train());
  }

  @Test
  void placesWithoutLabelsAreRefused() throws Exception {
    Path other = Files.writeString(folder.resolve("other.csv"), "text,label\r\nxin chào,CLEAN\r\n");

    assertThatThrownBy(() -> LabelFiles.find(List.of(other)))
        .hasMessageContaining("--labels: " + other + " has the columns [text, label] (expected: ");
    assertThatThrownBy(() -> LabelFiles.find(List.of(folder)))
        .hasMessageContaining(folder + " has no file of `chatwarden export labels`");
    assertThatThrownBy(() -> LabelFiles.find(List.of(folder.resolve("none"))))
        .hasMessageContaining("none does not exist (expected: ");
  }

  @Test
  void exportThatHasNotEndedIsRefused() throws Exception {
    ExportedFolder export =
        ExportedFolder.write(folder, List.of(decision("sample", "c1", OWN, "đồ ngu")));
    Files.writeString(export.path().resolve(LabelExport.ROWS), "half");

    assertThatThrownBy(() -> LabelFiles.find(List.of(folder)))
        .hasMessageContaining(LabelExport.ROWS + " is of an export that has not ended");
  }
}
