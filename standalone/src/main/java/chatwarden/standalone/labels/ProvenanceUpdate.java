package chatwarden.standalone.labels;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings the {@code provenance.json} of an export up to date. Used by one thread. */
final class ProvenanceUpdate {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path file;
  private final ObjectNode root;

  private ProvenanceUpdate(Path file, ObjectNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * Reads the file of a folder, if there is one.
   *
   * @throws InvalidInputException if it is not as an export of this version writes it
   */
  static Optional<ProvenanceUpdate> read(Path folder) throws IOException {
    Path file = folder.resolve(Provenance.FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (JSON.readTree(file.toFile()) instanceof ObjectNode root
          && root.path("format").asInt() == Provenance.FORMAT) {
        return Optional.of(new ProvenanceUpdate(file, root));
      }
    } catch (JsonProcessingException e) {
      // Refused below; the message must not have content of the file.
    }
    throw LabelTable.refusal(
        "%s cannot be read (expected: format %d of `chatwarden export labels`): mend or delete it"
            .formatted(file, Provenance.FORMAT));
  }

  Path file() {
    return file;
  }

  /** Returns the files that it lists and that are there. */
  List<Path> listedFiles() {
    List<Path> files = new ArrayList<>();
    for (JsonNode entry : root.path("files")) {
      Path listed = file.resolveSibling(entry.path("name").asText());
      if (Files.isRegularFile(listed)) {
        files.add(listed);
      }
    }
    return files;
  }

  /** Removes the contradicting decisions on comments; returns how many there were. */
  long removeConflicts(Set<CommentPlace> comments) {
    long removed = 0;
    for (JsonNode chat : root.path("chats")) {
      String id = chat.path("id").asText();
      Iterator<JsonNode> conflicts = chat.path("conflicts").iterator();
      while (conflicts.hasNext()) {
        String comment = conflicts.next().path("comment").asText();
        if (comments.contains(new CommentPlace(id, comment))) {
          conflicts.remove();
          removed++;
        }
      }
    }
    return removed;
  }

  /** Describes the rows that stay. */
  void describe(RowTally rows, long contradictions) {
    rows.write(root);
    root.put("textsOfSeveralLabels", contradictions);
  }

  /** Describes a file that has changed. */
  void describe(String name, long rows, String sha256) {
    for (JsonNode entry : root.path("files")) {
      if (entry instanceof ObjectNode described && entry.path("name").asText().equals(name)) {
        described.put("rows", rows).put("sha256", sha256);
      }
    }
  }

  void write(OutputStream out) throws IOException {
    out.write(JSON.writeValueAsBytes(root));
  }
}
