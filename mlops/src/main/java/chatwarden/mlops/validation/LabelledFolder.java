package chatwarden.mlops.validation;

import chatwarden.mlops.data.LabelledFile;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The labelled files of a folder: {@code train.csv}, and those of {@code dev.csv} and {@code
 * test.csv} that are there.
 *
 * @param files in this order
 */
public record LabelledFolder(List<LabelledFile> files) {

  private static final String TRAIN = "train.csv";
  private static final List<String> HELD_OUT = List.of("dev.csv", "test.csv");

  /** Copies the list. */
  public LabelledFolder {
    files = List.copyOf(files);
  }

  /**
   * Reads a folder.
   *
   * @param option the option that names it, for messages
   * @param labels the classes, in the order of their indices
   * @throws InvalidInputException if it has no {@code train.csv}
   * @throws IOException if a line is malformed; the message names it
   */
  public static LabelledFolder read(String option, Path folder, List<String> labels)
      throws IOException {
    if (!Files.isReadable(folder.resolve(TRAIN))) {
      throw InvalidInputException.of(option, "cannot read the file " + folder.resolve(TRAIN));
    }
    List<LabelledFile> files = new ArrayList<>();
    files.add(LabelledFile.read(folder, TRAIN, labels));
    for (String name : HELD_OUT) {
      if (Files.isReadable(folder.resolve(name))) {
        files.add(LabelledFile.read(folder, name, labels));
      }
    }
    return new LabelledFolder(files);
  }

  LabelledFile train() {
    return files.getFirst();
  }

  List<LabelledFile> heldOut() {
    return files.subList(1, files.size());
  }
}
