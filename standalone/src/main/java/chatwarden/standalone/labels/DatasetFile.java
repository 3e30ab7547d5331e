package chatwarden.standalone.labels;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code dataset.yaml}, from which model cards take the description of the data. */
final class DatasetFile {

  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> NOTES =
      List.of(
          "Labels are the decisions of moderators on flagged comments and the scores that callers"
              + " suggested: ALLOW is CLEAN; HIDE, TIME_OUT and BAN are the label of the model, or"
              + " OFFENSIVE where it found the comment clean.",
          "Rows that share an author or a text are on one side of the split.");

  private static final List<String> LIMITS =
      List.of(
          "Comments that no model and no rule flagged: people decide on flagged comments alone.",
          "OFFENSIVE and HATE apart: decisions do not say which, the label is that of the model.",
          "Texts may name people: the ids of authors are hashed, the texts are as sent.");

  private DatasetFile() {}

  static void write(Path file, LabelPlan plan) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("name: " + quoted("Decisions and feedback of " + plan.bridge()));
    lines.add("source: " + quoted("Chatwarden at " + plan.bridge() + ", see provenance.json"));
    if (!plan.licence().isEmpty()) {
      lines.add("licence: " + quoted(plan.licence()));
    }
    if (!plan.usage().isEmpty()) {
      lines.add("usage: " + plan.usage());
    }
    lines.add("notes:");
    for (String note : NOTES) {
      lines.add("  - " + quoted(note));
    }
    lines.add("limits:");
    for (String limit : LIMITS) {
      lines.add("  - " + quoted(limit));
    }
    Files.write(file, lines);
  }

  /** A JSON string is a YAML string. */
  private static String quoted(String text) throws IOException {
    return JSON.writeValueAsString(text);
  }
}
