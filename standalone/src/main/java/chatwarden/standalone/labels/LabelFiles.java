package chatwarden.standalone.labels;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the files that exports of labels wrote. */
public final class LabelFiles {

  private static final String ENDING = ".csv";

  private LabelFiles() {}

  /**
   * Finds the files, in order.
   *
   * @param places files, and folders that are searched to any depth; a folder may have other files
   * @throws InvalidInputException if a file has other columns, a folder has none of the files, or
   *     an export into it did not end
   */
  public static List<Path> find(Collection<Path> places) throws IOException {
    Set<Path> found = new TreeSet<>();
    for (Path place : places) {
      List<Path> files = filesAt(place);
      if (files.isEmpty()) {
        throw LabelTable.refusal(
            place + " has no file of `chatwarden export labels` (expected: train.csv or dev.csv)");
      }
      found.addAll(files);
    }
    return List.copyOf(found);
  }

  private static List<Path> filesAt(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return filesBelow(place);
    }
    if (!Files.isRegularFile(place)) {
      throw LabelTable.refusal(
          place + " does not exist (expected: a file or a folder of `chatwarden export labels`)");
    }
    LabelTable.open(place).close();
    return List.of(place.toRealPath());
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        String name = String.valueOf(file.getFileName());
        if (name.equals(LabelExport.ROWS)) {
          throw LabelTable.refusal(
              file
                  + " is of an export that has not ended: wait for its end, or delete the folder"
                  + " where it was killed");
        }
        if (name.endsWith(ENDING) && LabelTable.isAt(file)) {
          files.add(file.toRealPath());
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }
}
