package chatwarden.mlops.stagetwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanCorpusTest {

  @TempDir private Path folder;

  @Test
  void positionsCountCodePointsOfTheRawText() throws IOException {
    List<AnnotatedText> texts =
        read("text,spans\n\"\uD83D\uDE00, a \"\"b\"\"\n\",\"[0, 3]\"\nok,[]\n");
    assertThat(texts).hasSize(2);
    assertThat(texts.getFirst().text()).isEqualTo("\uD83D\uDE00, a \"b\"\n");
    assertThat(texts.getFirst().marked().stream()).containsExactly(0, 3);
    assertThat(texts.getFirst().runs()).isEqualTo(2);
    assertThat(texts.getLast().bearing()).isFalse();
  }

  @Test
  void positionBeyondTheTextNamesTheRow() {
    assertThatThrownBy(() -> read("text,spans\nok,[]\nok,[2]\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining("(expected: < 2)");
  }

  @Test
  void spansThatAreNoListAreRefused() {
    assertThatThrownBy(() -> read("text,spans\nok,1\n")).hasMessageContaining("row 1");
    assertThatThrownBy(() -> read("text,spans\nok,[a]\n")).hasMessageContaining("row 1");
    assertThatThrownBy(() -> read("text,spans\nok,[-1]\n")).hasMessageContaining("row 1");
  }

  @Test
  void missingColumnIsRefused() {
    assertThatThrownBy(() -> read("text\nok\n")).hasMessageContaining("spans");
  }

  private List<AnnotatedText> read(String csv) throws IOException {
    return SpanCorpus.read(Files.writeString(folder.resolve("data.csv"), csv));
  }
}
