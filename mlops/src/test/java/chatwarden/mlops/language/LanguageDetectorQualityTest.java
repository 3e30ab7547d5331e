package chatwarden.mlops.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.mlops.data.LabelledFile;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.stageone.StageOneTraining;
import chatwarden.text.Diacritics;
import chatwarden.text.TextLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shipped detector on the development splits, which it was not trained on. */
class LanguageDetectorQualityTest {
  private static final Path DATA = Path.of("../../shared/data");

  @BeforeEach
  void needsTheData() {
    assumeTrue(Files.isDirectory(DATA), "skipped: the data sets are not at ../shared/data");
  }

  @Test
  void vietnameseIsFound() throws IOException {
    assertThat(share("vihsd/dev.csv", false, "vi")).isGreaterThan(0.97);
  }

  @Test
  void vietnameseWithoutDiacriticsIsFound() throws IOException {
    assertThat(share("vihsd/dev.csv", true, "vi")).isGreaterThan(0.95);
  }

  @Test
  void fewTextsAreTakenForOtherLanguages() throws IOException {
    assertThat(share("vihsd/dev.csv", false, "und")).isLessThan(0.005);
    assertThat(share("vihsd/dev.csv", true, "und")).isLessThan(0.005);
    assertThat(share("davidson/dev.csv", false, "und")).isLessThan(0.005);
  }

  @Test
  void englishIsFound() throws IOException {
    assertThat(share("davidson/dev.csv", false, "en")).isGreaterThan(0.98);
  }

  private static double share(String file, boolean stripped, String language) throws IOException {
    List<String> lines = lines(file);
    long hits =
        lines.stream()
            .map(line -> stripped ? Diacritics.strip(line) : line)
            .filter(line -> TextLanguage.of(line).equals(language))
            .count();
    return (double) hits / lines.size();
  }

  /** Returns the texts of a file that are in no held-out split. */
  private static List<String> lines(String name) throws IOException {
    return LabelledFile.read(DATA, name, StageOneTraining.LABELS).rows().stream()
        .filter(row -> !row.heldOut())
        .map(LabelledText::text)
        .toList();
  }
}
