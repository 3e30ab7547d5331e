package chatwarden.trainer.language;

import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.stageone.StageOneTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Trains the language detector from the command line: data folder, file to write. */
public final class TrainLanguageDetector {
  private TrainLanguageDetector() {}

  /**
   * Trains on the stage 1 training splits of both languages.
   *
   * @param args data folder, file to write
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: TrainLanguageDetector DATA_FOLDER FILE");
      System.exit(2);
    }
    List<String> vietnamese = lines(Path.of(args[0]), "vihsd/train.csv");
    List<String> english = lines(Path.of(args[0]), "davidson/train.csv");
    Files.write(Path.of(args[1]), LanguageTraining.train(vietnamese, english).toBytes());
  }

  /** Returns the texts of a file that stand in no held-out split. */
  static List<String> lines(Path folder, String name) throws IOException {
    return LabelledFile.read(folder, name, StageOneTraining.LABELS).rows().stream()
        .filter(row -> !row.heldOut())
        .map(LabelledText::text)
        .toList();
  }
}
