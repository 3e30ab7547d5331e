package chatwarden.mlops.stageone;

import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.data.DatasetDescription;
import chatwarden.mlops.data.LabelledFile;
import chatwarden.mlops.data.MarkedText;
import chatwarden.mlops.data.SplitCheck;
import chatwarden.mlops.data.TaughtText;
import chatwarden.mlops.journal.DataFile;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelUsage;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The data of a classifier: {@code train.csv} and {@code dev.csv} of a data set, and the files of
 * marked texts that are there.
 *
 * @param description of the data set
 * @param train the training split as published
 * @param development the development split, on which nothing is fitted
 * @param check what of the training split may be trained on
 * @param markedFiles files in which offensive words are marked
 * @param taught texts without labels that a better model judged
 */
public record StageOneData(
    DatasetDescription description,
    LabelledFile train,
    LabelledFile development,
    SplitCheck check,
    List<MarkedFile> markedFiles,
    List<TaughtText> taught) {

  /** Copies the lists. */
  public StageOneData {
    taught = List.copyOf(taught);
    markedFiles = List.copyOf(markedFiles);
  }

  /**
   * A file of marked texts.
   *
   * @param sha256 of its content
   * @param description of its data set
   * @param texts those that the development split does not hold
   */
  public record MarkedFile(
      String name, String sha256, DatasetDescription description, List<MarkedText> texts) {
    /** Copies the texts. */
    public MarkedFile {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Returns the use that all of it allows. Soft labels come from a model whose data is not known
   * here, so that they allow no more than is not stated.
   */
  ModelUsage usage() {
    ModelUsage usage = taught.isEmpty() ? ModelUsage.ANY : ModelUsage.NOT_STATED;
    for (MarkedFile file : markedFiles) {
      usage = usage.with(file.description().usage());
    }
    return usage.with(description.usage());
  }

  /** Returns the labelled and the marked files. */
  List<DataFile> files() {
    List<DataFile> files = new ArrayList<>();
    files.add(file(train, DataFile.Use.TRAINING));
    files.add(file(development, DataFile.Use.EVALUATION));
    for (MarkedFile file : markedFiles) {
      files.add(
          new DataFile(file.name(), DataFile.Use.TRAINING, file.texts().size(), file.sha256()));
    }
    return files;
  }

  private static DataFile file(LabelledFile file, DataFile.Use use) {
    return new DataFile(file.name(), use, file.rows().size(), file.sha256());
  }

  /** Returns the marked texts of all files. */
  public List<MarkedText> marked() {
    return markedFiles.stream().flatMap(file -> file.texts().stream()).toList();
  }

  static StageOneData read(
      Path folder, DataSet set, StageOneTeaching teaching, Consumer<String> progress)
      throws IOException {
    Path splits = set.splits(folder);
    LabelledFile train = file(folder, splits.resolve("train.csv"), progress);
    LabelledFile development = file(folder, splits.resolve("dev.csv"), progress);
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
    return new StageOneData(
        DatasetDescription.in(splits),
        train,
        development,
        check,
        marked(folder, set, development, progress),
        teaching.texts());
  }

  private static LabelledFile file(Path folder, Path path, Consumer<String> progress)
      throws IOException {
    String name = folder.relativize(path).toString();
    LabelledFile file = LabelledFile.read(folder, name, StageOneTraining.LABELS);
    if (file.rows().isEmpty()) {
      throw InvalidInputException.of("--data", path + " has no rows");
    }
    progress.accept(
        "data file=%s rows=%d sha256=%s".formatted(name, file.rows().size(), file.sha256()));
    return file;
  }

  private static List<MarkedFile> marked(
      Path folder, DataSet set, LabelledFile development, Consumer<String> progress)
      throws IOException {
    Set<String> held = new HashSet<>();
    development.rows().forEach(row -> held.add(SplitCheck.key(row.text())));
    List<MarkedFile> files = new ArrayList<>();
    for (String name : set.marked()) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        List<MarkedText> texts =
            MarkedText.read(file).stream()
                .filter(text -> !held.contains(SplitCheck.key(text.text())))
                .toList();
        files.add(
            new MarkedFile(
                name,
                ModelFile.of(file).sha256(),
                DatasetDescription.in(file.resolveSibling("")),
                texts));
      } else {
        progress.accept("data file=%s missing=true".formatted(name));
      }
    }
    return files;
  }
}
