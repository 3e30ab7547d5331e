package chatwarden.mlops.stagetwo;

import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.data.DatasetDescription;
import chatwarden.mlops.journal.DataFile;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The data of a span tagger: {@code train.csv} and {@code dev.csv} of a data set, and clean texts
 * of the set that it was drawn from.
 *
 * @param set the layout of the data set
 * @param description of the data set
 * @param train the texts to train on
 * @param dev the development split, on which nothing is fitted
 * @param leftOut how many texts of {@code train.csv} equal one of {@code dev.csv}
 * @param clean clean texts of the other set, for the judge of whole texts; may be none
 * @param cleanDescription of the set of {@code clean}; empty where there are none
 * @param files the files that were read
 */
public record SpanData(
    DataSet set,
    DatasetDescription description,
    List<AnnotatedText> train,
    List<AnnotatedText> dev,
    int leftOut,
    List<AnnotatedText> clean,
    Optional<DatasetDescription> cleanDescription,
    List<DataFile> files) {

  /** Copies the lists. */
  public SpanData {
    train = List.copyOf(train);
    dev = List.copyOf(dev);
    clean = List.copyOf(clean);
    files = List.copyOf(files);
  }

  static SpanData read(StageTwoPlan plan, Consumer<String> progress) throws IOException {
    Path splits = plan.set().splits(plan.data());
    List<DataFile> files = new ArrayList<>();
    List<AnnotatedText> published = file(splits, "train.csv", DataFile.Use.TRAINING, files);
    List<AnnotatedText> dev = file(splits, "dev.csv", DataFile.Use.EVALUATION, files);
    List<AnnotatedText> train = SpanCorpus.without(published, dev);
    List<AnnotatedText> clean = clean(plan, published, dev, files);
    int leftOut = published.size() - train.size();
    progress.accept(
        "read train=%d left-out=%d dev=%d clean=%d"
            .formatted(train.size(), leftOut, dev.size(), clean.size()));
    return new SpanData(
        plan.set(),
        DatasetDescription.in(splits),
        train,
        dev,
        leftOut,
        clean,
        clean.isEmpty()
            ? Optional.empty()
            : plan.set()
                .clean()
                .map(file -> DatasetDescription.in(plan.data().resolve(file).resolveSibling(""))),
        files);
  }

  /** Returns the use that all of it allows. */
  ModelUsage usage() {
    return cleanDescription
        .map(DatasetDescription::usage)
        .map(description.usage()::with)
        .orElse(description.usage());
  }

  private static List<AnnotatedText> file(
      Path folder, String name, DataFile.Use use, List<DataFile> files) throws IOException {
    Path file = folder.resolve(name);
    List<AnnotatedText> texts = SpanCorpus.read(file);
    files.add(new DataFile(name, use, texts.size(), ModelFile.of(file).sha256()));
    return texts;
  }

  private static List<AnnotatedText> clean(
      StageTwoPlan plan, List<AnnotatedText> train, List<AnnotatedText> dev, List<DataFile> files)
      throws IOException {
    Optional<Path> file = plan.set().clean().map(plan.data()::resolve).filter(Files::isReadable);
    if (file.isEmpty()) {
      return List.of();
    }
    List<AnnotatedText> known = new ArrayList<>(train);
    known.addAll(dev);
    List<AnnotatedText> clean = CleanTexts.read(file.get(), plan.set().cleanFlag(), known);
    files.add(
        new DataFile(
            plan.data().relativize(file.get()).toString(),
            DataFile.Use.TRAINING,
            clean.size(),
            ModelFile.of(file.get()).sha256()));
    return clean;
  }
}
