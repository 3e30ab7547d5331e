package chatwarden.mlops.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A study in a journal of its own, and the lines of that. */
abstract class StudyFixture {
  static final Instant NOON = Instant.parse("2026-11-28T12:00:00.5Z");

  @TempDir Path folder;
  Path journal;

  @BeforeEach
  void nameJournal() {
    journal = folder.resolve("a.journal");
  }

  Study study() throws IOException {
    return Study.open(journal, TestSearch.KEY, TestSearch.SPACE, () -> NOON, System::nanoTime);
  }

  static Study.Begun begin(Study study) throws IOException {
    return study.begin(100, (_, _) -> TestSearch.START).orElseThrow();
  }

  void write(String lines) throws IOException {
    Files.writeString(journal, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  List<JsonNode> lines() throws IOException {
    ObjectMapper json = new ObjectMapper();
    return Files.readString(journal)
        .lines()
        .map(
            line -> {
              try {
                return json.readTree(line);
              } catch (IOException e) {
                throw new IllegalStateException(line, e);
              }
            })
        .toList();
  }
}
