package chatwarden.mlops.stageone;

import chatwarden.mlops.data.SplitCheck;
import chatwarden.mlops.data.TaughtText;
import chatwarden.mlops.journal.DataFile;
import chatwarden.repository.ModelFile;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run learns beside the labelled rows, and which of these it leaves out.
 *
 * @param taught JSON Lines of texts with the probabilities of a better model
 * @param weight how much each of them counts beside a labelled text
 * @param apart JSON Lines of texts to leave out of training: a cascade is calibrated on them
 */
public record StageOneTeaching(Optional<Path> taught, double weight, Optional<Path> apart) {

  /** Nothing but the labelled rows, all of them. */
  public static final StageOneTeaching NONE =
      new StageOneTeaching(Optional.empty(), 0, Optional.empty());

  /** Checks the weight. */
  public StageOneTeaching {
    if (!(weight >= 0)) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: >= 0)");
    }
  }

  /** Returns the taught texts; none where no file is given. */
  List<TaughtText> texts() throws IOException {
    return taught.isEmpty()
        ? List.of()
        : TaughtText.read(readable(taught.get()), StageOneTraining.LABELS.size());
  }

  /** Returns {@code check} without the rows that are to be left out. */
  SplitCheck applied(SplitCheck check) throws IOException {
    if (apart.isEmpty()) {
      return check;
    }
    Set<String> keys = new HashSet<>();
    ObjectMapper json = new ObjectMapper();
    try (Stream<String> lines = Files.lines(readable(apart.get()))) {
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode text = json.readTree(line).path("text");
        keys.add(SplitCheck.key(text.asText()));
      }
    }
    return new SplitCheck(
        check.rows().stream().filter(row -> !keys.contains(SplitCheck.key(row.text()))).toList(),
        check.heldOut(),
        check.duplicates());
  }

  /** Returns the file of taught texts, where one is given. */
  List<DataFile> files(int texts) throws IOException {
    if (taught.isEmpty()) {
      return List.of();
    }
    ModelFile file = ModelFile.of(taught.get());
    return List.of(new DataFile(file.path(), DataFile.Use.TRAINING, texts, file.sha256()));
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw InvalidInputException.of("--taught", "cannot read the file " + file);
    }
    return file;
  }

  /** Returns the files with their checksums, for the card. */
  String markdown() throws IOException {
    StringBuilder lines = new StringBuilder();
    if (taught.isPresent()) {
      lines.append(
          "- Taught: %d texts without labels, each with the probabilities of a better model, weight %s; sha256 `%s`.%n"
              .formatted(texts().size(), weight, ModelFile.of(taught.get()).sha256()));
    }
    if (apart.isPresent()) {
      lines.append(
          "- Kept apart for calibration: the rows that also are in a file with the sha256 `%s`.%n"
              .formatted(ModelFile.of(apart.get()).sha256()));
    }
    return lines.toString();
  }
}
