package chatwarden.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetTest {
  private static final String MINIMAL = "task: classification\nlanguage: th\nfolder: thai\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"vi, vihsd, vihos", "en, davidson, toxic-spans"})
  void eachLanguageHasASetForEachStage(String language, String stageOne, String stageTwo) {
    DataSet labelled = DataSet.shipped(ClassifierLoaders.TASK, language);
    DataSet marked = DataSet.shipped(TaggerLoaders.TASK, language);

    assertThat(labelled.folder()).isEqualTo(stageOne);
    assertThat(marked.folder()).isEqualTo(stageTwo);
    assertThat(labelled.warmup()).isNotEmpty();
    assertThat(marked.setting("l2")).isPositive();
  }

  @Test
  void layoutOfOnesOwnIsRead() throws IOException {
    DataSet set = read(MINIMAL + "marked: [words.csv]\nsettings: {l2: 0.5}\n");

    assertThat(set.language()).isEqualTo("th");
    assertThat(set.marked()).containsExactly("words.csv");
    assertThat(set.chatLike()).isFalse();
    assertThat(set.setting("l2")).isEqualTo(0.5);
  }

  @Test
  void splitsAreInTheFolderItselfOrInThatOfTheSet() throws IOException {
    DataSet set = read(MINIMAL);
    assertThatThrownBy(() -> set.splits(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot read the file " + folder.resolve("thai/train.csv"));

    Path inside = Files.createDirectories(folder.resolve("thai"));
    Files.createFile(inside.resolve("train.csv"));
    Files.createFile(inside.resolve("dev.csv"));
    assertThat(set.splits(folder)).isEqualTo(inside);
    assertThat(set.splits(inside)).isEqualTo(inside);
  }

  @Test
  void mistakesAreNamedByFileAndKey() {
    assertThatThrownBy(() -> read(MINIMAL + "markt: []\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("set.yaml: markt: unknown key; did you mean marked?");
    assertThatThrownBy(() -> read("task: classification\n"))
        .hasMessageContaining("language: missing");
    assertThatThrownBy(() -> read(MINIMAL.replace("th\n", "Thai\n")))
        .hasMessageContaining("language: Thai (expected: two or three lower-case letters)");
    assertThatThrownBy(() -> read(MINIMAL + "chat-like: maybe\n"))
        .hasMessageContaining("chat-like: maybe (expected: yes or no)");
    assertThatThrownBy(() -> read(MINIMAL + "settings: {l2: much}\n"))
        .hasMessageContaining("l2: much (expected: a number)");
    assertThatThrownBy(() -> read(MINIMAL + "settings: [l2]\n"))
        .hasMessageContaining("settings: not a map");
    assertThatThrownBy(() -> read(MINIMAL).setting("l2"))
        .hasMessageContaining("settings.l2: missing");
    assertThatThrownBy(() -> DataSet.shipped("classification", "th"))
        .hasMessageContaining("th (expected: vi or en, or --data-set");
  }

  private DataSet read(String yaml) throws IOException {
    return DataSet.read(Files.writeString(folder.resolve("set.yaml"), yaml));
  }
}
