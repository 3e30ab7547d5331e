package chatwarden.mlops.tracking;

import chatwarden.mlops.journal.DataFile;
import chatwarden.mlops.journal.RunEvent;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.repository.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Journals of invented trainings. */
final class JournalFixture {

  static final String SHA = "0123456789abcdef".repeat(4);
  private static final long TIME = 1_796_000_000_000L;

  private final Path models;
  private final String name;

  /**
   * Journals of a model.
   *
   * @param name of the model: the tests of a server share its registry
   */
  JournalFixture(Path models, String name) {
    this.models = models;
    this.name = name;
  }

  /** Begins a training with two files of data and three trials. */
  RunJournal begun(String version) throws IOException {
    RunJournal journal =
        RunJournal.begin(
            models,
            new RunEvent.Began(
                "key-" + version,
                name,
                version,
                TIME,
                "an engineer",
                "c0ffee",
                Map.of("seed", "7", "note", "x".repeat(7_000))));
    journal.append(
        new RunEvent.ReadData(
            List.of(
                new DataFile("train.csv", DataFile.Use.TRAINING, 600, SHA),
                new DataFile("dev.csv", DataFile.Use.EVALUATION, 150, SHA.replace('0', '1')))));
    for (int number = 0; number < 3; number++) {
      journal.append(
          new RunEvent.Tried(
              number,
              Map.of("linear.penalty", 0.1 * (number + 1)),
              List.of(0.5, 0.4),
              number == 1 ? Double.NaN : 0.4,
              RunEvent.TrialEnd.values()[number],
              number == 0,
              TIME,
              TIME + 1));
    }
    return journal;
  }

  /** Ends a training with an accepted version of two files. */
  RunJournal accepted(String version) throws IOException {
    RunJournal journal = begun(version);
    Path folder = Files.createDirectories(models.resolve(name).resolve(version));
    Files.writeString(folder.resolve("weights.safetensors"), "weights " + version);
    Files.writeString(folder.resolve("model.yaml"), "name: " + name + "\n");
    Map<String, String> files =
        Map.of(
            "weights.safetensors", sha256(folder.resolve("weights.safetensors")),
            "model.yaml", sha256(folder.resolve("model.yaml")));
    measured(journal);
    journal.append(
        new RunEvent.Wrote(
            version,
            true,
            files,
            Map.of("task", "classification", "languages", "vi"),
            Map.of("difference", "0.0120 [0.0010, 0.0230]"),
            TIME + 3));
    return ended(journal, "");
  }

  /** Ends a training whose version was put aside. */
  RunJournal refused(String version) throws IOException {
    RunJournal journal = begun(version);
    measured(journal);
    journal.append(
        new RunEvent.Wrote(
            ".refused-" + version, false, Map.of(), Map.of(), Map.of("passed", "false"), TIME + 3));
    return ended(journal, "");
  }

  RunJournal ended(RunJournal journal, String problem) throws IOException {
    Files.writeString(journal.folder().resolve("MODEL_CARD.md"), "# Card\n");
    journal.append(new RunEvent.Ended(problem, TIME + 4));
    return journal;
  }

  private static void measured(RunJournal journal) throws IOException {
    journal.append(
        new RunEvent.Measured(
            Map.of("macro_f1", 0.71, "calibration error, offensive probability", Double.NaN),
            TIME + 2));
  }

  private static String sha256(Path file) throws IOException {
    return ModelFile.of(file).sha256();
  }
}
