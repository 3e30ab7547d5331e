package chatwarden.inference.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportConfigTest {

  @TempDir private Path folder;

  private ExportConfig read(String json) throws IOException {
    return ExportConfig.read(Files.writeString(folder.resolve("config.json"), json));
  }

  @Test
  void labelsAreInTheOrderOfTheirNumbers() throws IOException {
    ExportConfig config =
        read("{\"id2label\": {\"10\": \"k\", \"1\": \"b\", \"0\": \"a\"" + middle() + "}}");

    assertThat(config.labels()).startsWith("a", "b").endsWith("k").hasSize(11);
    assertThat(config.maxTokens()).isEqualTo(512);
    assertThat(config.multiLabel()).isFalse();
  }

  private static String middle() {
    StringBuilder labels = new StringBuilder();
    for (int id = 2; id < 10; id++) {
      labels.append(", \"").append(id).append("\": \"l").append(id).append('"');
    }
    return labels.toString();
  }

  @Test
  void positionsOfRobertaBeginAfterItsPadding() throws IOException {
    ExportConfig config =
        read(
            """
            {"model_type": "xlm-roberta", "max_position_embeddings": 514, "pad_token_id": 1,
             "problem_type": "multi_label_classification"}
            """);

    assertThat(config).isEqualTo(new ExportConfig(List.of("LABEL_0", "LABEL_1"), 512, 1, true));
  }

  @Test
  void configThatDoesNotHoldIsRefused() {
    assertThatThrownBy(() -> read("{\"id2label\": {\"a\": \"b\"}}"))
        .hasMessageContaining("id2label: a");
    assertThatThrownBy(() -> read("{\"id2label\": {\"1\": \"b\"}}"))
        .hasMessageContaining("id2label: 0 is missing");
    assertThatThrownBy(() -> read("{\"max_position_embeddings\": 7}"))
        .hasMessageContaining("max_position_embeddings 7");
    assertThatThrownBy(() -> read("no json")).isInstanceOf(IOException.class);
  }
}
