package chatwarden.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledFileTest {
  private static final List<String> LABELS = List.of("CLEAN", "OFFENSIVE", "HATE");

  @TempDir Path folder;

  @Test
  void quotedTextsLabelsAndFlagsAreRead() throws IOException {
    Files.writeString(
        folder.resolve("train.csv"),
        "text,label,in_vihsd_test\n\"một, \"\"hai\"\"\nba\",HATE,0\nbốn,CLEAN,1\n");

    LabelledFile file = LabelledFile.read(folder, "train.csv", LABELS);

    assertThat(file.rows())
        .containsExactly(
            new LabelledText("một, \"hai\"\nba", 2, false), new LabelledText("bốn", 0, true));
    assertThat(file.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void anUnknownLabelIsNamedWithItsRowButWithoutTheText() throws IOException {
    Files.writeString(folder.resolve("bad.csv"), "text,label\nsecret words,CLEAN\nother,SPAM\n");

    assertThatThrownBy(() -> LabelledFile.read(folder, "bad.csv", LABELS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad.csv row 2")
        .hasMessageNotContaining("other");
  }

  @Test
  void aFileWithoutTheColumnsIsRefused() throws IOException {
    Files.writeString(folder.resolve("bad.csv"), "comment,class\na,CLEAN\n");

    assertThatThrownBy(() -> LabelledFile.read(folder, "bad.csv", LABELS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("columns text and label");
  }
}
