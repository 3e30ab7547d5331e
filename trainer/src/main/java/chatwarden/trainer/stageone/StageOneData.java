package chatwarden.trainer.stageone;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.MarkedText;
import chatwarden.trainer.data.SplitCheck;
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
 * @param train the training split as published
 * @param development the development split, on which nothing is fitted
 * @param check what of the training split may be trained on
 * @param marked texts in which offensive words are marked; none that, normalised, also stands in
 *     the development split
 */
record StageOneData(
    LabelledFile train, LabelledFile development, SplitCheck check, List<MarkedText> marked) {
  StageOneData {
    marked = List.copyOf(marked);
  }

  static StageOneData read(Path folder, StageOneLanguage language, Consumer<String> progress)
      throws IOException {
    String set = Files.exists(folder.resolve("train.csv")) ? "" : language.dataSet() + "/";
    LabelledFile train = file(folder, set + "train.csv", progress);
    LabelledFile development = file(folder, set + "dev.csv", progress);
    SplitCheck check = SplitCheck.of(train.rows(), development.rows());
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
    List<MarkedText> marked = marked(folder, language, development, progress);
    return new StageOneData(train, development, check, marked);
  }

  private static LabelledFile file(Path folder, String name, Consumer<String> progress)
      throws IOException {
    if (!Files.isReadable(folder.resolve(name))) {
      throw InvalidInputException.of("--data", "there is no readable file " + folder.resolve(name));
    }
    LabelledFile file = LabelledFile.read(folder, name, StageOneTraining.LABELS);
    if (file.rows().isEmpty()) {
      throw InvalidInputException.of("--data", folder.resolve(name) + " has no rows");
    }
    progress.accept(
        "data file=%s rows=%d sha256=%s".formatted(name, file.rows().size(), file.sha256()));
    return file;
  }

  private static List<MarkedText> marked(
      Path folder, StageOneLanguage language, LabelledFile development, Consumer<String> progress)
      throws IOException {
    Set<String> held = new HashSet<>();
    development.rows().forEach(row -> held.add(SplitCheck.key(row.text())));
    List<MarkedText> texts = new ArrayList<>();
    for (String name : language.spanFiles()) {
      if (Files.exists(folder.resolve(name))) {
        MarkedText.read(folder.resolve(name)).stream()
            .filter(text -> !held.contains(SplitCheck.key(text.text())))
            .forEach(texts::add);
      } else {
        progress.accept("data file=%s missing=true".formatted(name));
      }
    }
    return texts;
  }
}
