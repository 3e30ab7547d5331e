package chatwarden.mlops.evidence;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Question;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.text.Normalizer;
import chatwarden.text.TextLanguage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a line of JSON for each line of a file that has a {@code text}: the text {@linkplain
 * Normalizer#unmask unmasked}, its {@code language}, {@code vietnamese}, the share that Vietnamese
 * has in its answer, and the probabilities of each model by its name. Needs as much memory for a
 * large file as for a small one.
 */
public final class EvidenceExport {

  private static final int BATCH = 256;

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Classifier> models;

  /**
   * An export.
   *
   * @param models by their names
   */
  public EvidenceExport(Map<String, Classifier> models) {
    this.models = Map.copyOf(models);
  }

  /**
   * Reads {@code rows} and writes {@code out}; returns the number of lines.
   *
   * @throws InvalidInputException if a line has no text
   */
  public long write(Path rows, Path out) throws IOException {
    long lines = 0;
    try (BufferedReader in = Files.newBufferedReader(rows);
        Writer to = Files.newBufferedWriter(out)) {
      List<String> batch = new ArrayList<>(BATCH);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines++;
        batch.add(text(line, lines));
        if (batch.size() == BATCH) {
          write(batch, to);
          batch.clear();
        }
      }
      write(batch, to);
    }
    return lines;
  }

  private String text(String line, long number) {
    try {
      JsonNode text = json.readTree(line).path("text");
      if (text.isTextual()) {
        return text.textValue();
      }
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of("line " + number, "not JSON: " + e.getOriginalMessage());
    }
    throw InvalidInputException.of("line " + number, "has no text");
  }

  private void write(List<String> texts, Writer to) throws IOException {
    List<ObjectNode> nodes = new ArrayList<>(texts.size());
    for (String text : texts) {
      nodes.add(
          json.createObjectNode()
              .put("text", Normalizer.standard().unmask(text).text())
              .put("language", TextLanguage.of(text))
              .put("vietnamese", Question.inAnyLanguage(text).vietnamese()));
    }
    models.forEach(
        (name, model) -> {
          List<ClassProbabilities> answers = model.classify(texts);
          for (int i = 0; i < nodes.size(); i++) {
            var list = nodes.get(i).putArray(name);
            answers.get(i).probabilities().forEach(list::add);
          }
        });
    for (ObjectNode node : nodes) {
      to.append(node.toString()).append('\n');
    }
  }
}
