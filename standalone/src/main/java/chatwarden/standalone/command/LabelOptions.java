package chatwarden.standalone.command;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.labels.LabelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of commands that look for an account in exported labels. */
final class LabelOptions {

  @Option(
      names = "--labels",
      paramLabel = "FILE|FOLDER",
      description =
          "A file that `chatwarden export labels` wrote, or a folder that is searched for them to"
              + " any depth; may be repeated.")
  private List<Path> places = List.of();

  /**
   * Returns the files; empty where the option was not given.
   *
   * @throws InvalidInputException if a place has no such files
   */
  List<Path> find() throws IOException {
    return places.isEmpty() ? List.of() : LabelFiles.find(places);
  }
}
