package chatwarden.mlops.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceExportTest {

  @TempDir private Path folder = Path.of(".");

  /** Gives a text of n characters the probability 1 / n of being clean. */
  private record ByLength() implements Classifier {

    @Override
    public List<String> labels() {
      return List.of("CLEAN", "HATE");
    }

    @Override
    public List<ClassProbabilities> classify(List<String> texts) {
      return texts.stream()
          .map(text -> 1f / text.length())
          .map(clean -> new ClassProbabilities(labels(), List.of(clean, 1 - clean), "HATE"))
          .toList();
    }

    @Override
    public void close() {}
  }

  private List<String> export(String rows) throws IOException {
    Path in = Files.writeString(folder.resolve("rows.jsonl"), rows);
    Path out = folder.resolve("evidence.jsonl");
    new EvidenceExport(Map.of("by-length", new ByLength())).write(in, out);
    return Files.readAllLines(out);
  }

  @Test
  void writesALineForEachRowInTheirOrder() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      rows.append("{\"text\":\"%s\",\"set\":\"x\"}\n".formatted("a".repeat(i % 7 + 1)));
    }

    List<String> lines = export(rows.toString());

    assertThat(lines).hasSize(600);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = new ObjectMapper().readTree(lines.get(i));
      assertThat((float) line.at("/by-length/0").asDouble()).isEqualTo(1f / (i % 7 + 1));
    }
  }

  @Test
  void aLineHasTheTextAsItLooksAndItsLanguage() throws IOException {
    JsonNode line =
        new ObjectMapper()
            .readTree(export("{\"text\":\"have a nice d.a.y everyone\"}\n").getFirst());

    assertThat(line.path("text").asText()).isEqualTo("have a nice day everyone");
    assertThat(line.path("language").asText()).isEqualTo("en");
    assertThat(line.path("vietnamese").asDouble()).isZero();
  }

  @Test
  void aLineWithoutATextIsNamed() {
    assertThatThrownBy(() -> export("{\"text\":\"a\"}\n{\"texts\":\"a\"}\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line 2: has no text");
  }
}
