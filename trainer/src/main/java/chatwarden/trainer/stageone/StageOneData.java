package chatwarden.trainer.stageone;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.data.DatasetDescription;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.MarkedText;
import chatwarden.trainer.data.SplitCheck;
import chatwarden.trainer.data.TaughtText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a run reads: {@code train.csv} and {@code dev.csv}, in the data folder itself or in the
 * folder of the language's data set within it, and the files of marked texts that are there.
 *
 * @param description of the data set
 * @param train the training split as published
 * @param development the development split, on which nothing is fitted
 * @param check what of the training split may be trained on
 * @param markedFiles files in which offensive words are marked
 * @param taught texts without labels that a better model judged
 */
record StageOneData(
    DatasetDescription description,
    LabelledFile train,
    LabelledFile development,
    SplitCheck check,
    List<MarkedFile> markedFiles,
    List<TaughtText> taught) {

  StageOneData {
    taught = List.copyOf(taught);
    markedFiles = List.copyOf(markedFiles);
  }

  /**
   * A file of marked texts.
   *
   * @param description of its data set
   * @param texts those that the development split does not hold
   */
  record MarkedFile(String name, DatasetDescription description, List<MarkedText> texts) {
    MarkedFile {
      texts = List.copyOf(texts);
    }
  }

  /** Returns the marked texts of all files. */
  List<MarkedText> marked() {
    return markedFiles.stream().flatMap(file -> file.texts().stream()).toList();
  }

  static StageOneData read(
      Path folder, StageOneLanguage language, StageOneTeaching teaching, Consumer<String> progress)
      throws IOException {
    String set = Files.exists(folder.resolve("train.csv")) ? "" : language.dataSet() + "/";
    LabelledFile train = file(folder, set + "train.csv", progress);
    LabelledFile development = file(folder, set + "dev.csv", progress);
    SplitCheck check = teaching.applied(SplitCheck.of(train.rows(), development.rows()));
    progress.accept(
        "split check rows=%d left_out_held_out=%d left_out_in_dev=%d"
            .formatted(check.rows().size(), check.heldOut(), check.duplicates().size()));
    for (int k = 0; k < StageOneTraining.LABELS.size(); k++) {
      int label = k;
      if (check.rows().stream().noneMatch(row -> row.label() == label)) {
        throw InvalidInputException.of(
            "--data",
            train.name()
                + " has no row of class "
                + StageOneTraining.LABELS.get(k)
                + " to train on");
      }
    }
    DatasetDescription description = DatasetDescription.in(folder.resolve(set));
    return new StageOneData(
        description,
        train,
        development,
        check,
        marked(folder, language, development, progress),
        teaching.texts());
  }

  private static LabelledFile file(Path folder, String name, Consumer<String> progress)
      throws IOException {
    if (!Files.isReadable(folder.resolve(name))) {
      throw InvalidInputException.of("--data", "cannot read the file " + folder.resolve(name));
    }
    LabelledFile file = LabelledFile.read(folder, name, StageOneTraining.LABELS);
    if (file.rows().isEmpty()) {
      throw InvalidInputException.of("--data", folder.resolve(name) + " has no rows");
    }
    progress.accept(
        "data file=%s rows=%d sha256=%s".formatted(name, file.rows().size(), file.sha256()));
    return file;
  }

  private static List<MarkedFile> marked(
      Path folder, StageOneLanguage language, LabelledFile development, Consumer<String> progress)
      throws IOException {
    Set<String> held = new HashSet<>();
    development.rows().forEach(row -> held.add(SplitCheck.key(row.text())));
    List<MarkedFile> files = new ArrayList<>();
    for (String name : language.spanFiles()) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        List<MarkedText> texts =
            MarkedText.read(file).stream()
                .filter(text -> !held.contains(SplitCheck.key(text.text())))
                .toList();
        files.add(new MarkedFile(name, DatasetDescription.in(file.resolveSibling("")), texts));
      } else {
        progress.accept("data file=%s missing=true".formatted(name));
      }
    }
    return files;
  }
}
