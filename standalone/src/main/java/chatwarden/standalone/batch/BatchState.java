package chatwarden.standalone.batch;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.record.ReadPosition;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a run has come, as it is kept beside the output.
 *
 * @param source the input file that it reads
 * @param options everything else that the output depends on
 * @param models the version of each model that has answered, by its name
 * @param position the place in the input after the last row that is in the output
 * @param errors the rows with an error among them
 * @param outputBytes the length of the output
 * @param complete whether the output has its end
 */
record BatchState(
    SourceIdentity source,
    Map<String, String> options,
    Map<String, String> models,
    ReadPosition position,
    long errors,
    long outputBytes,
    boolean complete) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Copies the maps. */
  BatchState {
    options = new TreeMap<>(options);
    models = new TreeMap<>(models);
  }

  /** Returns the state of a run that has not begun. */
  static BatchState begin(SourceIdentity source, Map<String, String> options) {
    return new BatchState(source, options, Map.of(), ReadPosition.START, 0, 0, false);
  }

  /**
   * Reads a state, if there is one.
   *
   * @throws InvalidInputException if the file has none
   */
  static Optional<BatchState> read(Path file) throws IOException {
    try {
      return Optional.of(MAPPER.readValue(Files.readAllBytes(file), BatchState.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw InvalidInputException.of(
          "--output", file + " cannot be read; begin anew with --restart");
    }
  }

  /** Replaces the file by this state, at once. */
  void write(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (FileChannel channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(MAPPER.writeValueAsBytes(this));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
