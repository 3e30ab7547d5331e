package chatwarden.trainer.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.classifier.linear.LinearClassifier;
import chatwarden.classifier.model.ClassProbabilities;
import chatwarden.trainer.data.LabelledFile;
import chatwarden.trainer.data.LabelledText;
import chatwarden.trainer.data.MarkedText;
import chatwarden.trainer.data.SplitCheck;
import chatwarden.trainer.evaluation.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One whole run: reads {@code train.csv} and {@code dev.csv} of a data set, keeps out of training
 * what may not be trained on, trains, writes the model version, opens it as a server would, and
 * evaluates what was opened.
 */
public final class StageOneRun {
  private final Path dataFolder;
  private final StageOneLanguage language;
  private final StageOneSettings settings;
  private final Consumer<String> progress;

  /**
   * A run.
   *
   * @param dataFolder the folder that holds the data sets
   * @param language what to train
   * @param settings how to train
   * @param progress is told line by line what goes on
   */
  public StageOneRun(
      Path dataFolder,
      StageOneLanguage language,
      StageOneSettings settings,
      Consumer<String> progress) {
    this.dataFolder = requireNonNull(dataFolder, "dataFolder");
    this.language = requireNonNull(language, "language");
    this.settings = requireNonNull(settings, "settings");
    this.progress = requireNonNull(progress, "progress");
  }

  /**
   * Trains, writes {@code models/<name>/<version>} and evaluates it on the development split.
   *
   * @param models the folder of all models
   * @param version the version to write, a number
   * @return the figures on the development split, which nothing was fitted on
   * @throws IOException if data cannot be read or the model cannot be written
   */
  public Evaluation run(Path models, String version) throws IOException {
    LabelledFile train = read("train.csv");
    LabelledFile development = read("dev.csv");
    SplitCheck check = SplitCheck.of(train.rows(), development.rows());
    progress.accept(
        "split check rows=%d left_out_held_out=%d left_out_in_dev=%d"
            .formatted(check.rows().size(), check.heldOut(), check.inDevelopment()));
    StageOneTraining.Result result =
        new StageOneTraining(settings, progress).train(check.rows(), marked());
    Path directory = models.resolve(language.modelName()).resolve(version);
    ModelDirectory.write(directory, language, version, result.weights());
    Evaluation evaluation = evaluate(directory, development.rows());
    ModelCard.of(language, version, settings, train, development, check, result, evaluation)
        .write(directory);
    return evaluation;
  }

  private Evaluation evaluate(Path directory, List<LabelledText> rows) throws IOException {
    try (LinearClassifier classifier = LinearClassifier.open(directory)) {
      List<ClassProbabilities> answers =
          classifier.classify(rows.stream().map(LabelledText::text).toList());
      int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();
      return Evaluation.of(answers, truth, settings.seed());
    }
  }

  private List<MarkedText> marked() throws IOException {
    List<MarkedText> texts = new ArrayList<>();
    for (String name : language.spanFiles()) {
      if (Files.exists(dataFolder.resolve(name))) {
        texts.addAll(MarkedText.read(dataFolder.resolve(name)));
      } else {
        progress.accept("data file=%s missing=true".formatted(name));
      }
    }
    return texts;
  }

  private LabelledFile read(String name) throws IOException {
    String path = language.dataSet() + "/" + name;
    LabelledFile file = LabelledFile.read(dataFolder, path, StageOneTraining.LABELS);
    progress.accept(
        "data file=%s rows=%d sha256=%s".formatted(path, file.rows().size(), file.sha256()));
    return file;
  }
}
