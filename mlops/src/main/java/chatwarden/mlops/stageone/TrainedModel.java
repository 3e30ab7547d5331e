package chatwarden.mlops.stageone;

import chatwarden.inference.linear.LinearClassifier;
import chatwarden.inference.linear.LinearFile;
import chatwarden.inference.subword.SubwordClassifier;
import chatwarden.inference.subword.SubwordFile;
import chatwarden.inference.weights.WeightFile;
import chatwarden.mlops.subword.SubwordSettings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model that was fitted and is to be written.
 *
 * @param format the format that {@code model.yaml} names
 * @param file the name of the weight file
 * @param what what the model is, for its card, ending in a full stop
 * @param fitting how it was fitted beside what all kinds share, for its card
 * @param crossFittedMacroF1 the macro-F1 of the cross-fitted scores that the offsets were chosen on
 * @param writer writes the weight file
 */
public record TrainedModel(
    String format,
    String file,
    String what,
    String fitting,
    double crossFittedMacroF1,
    WeightWriter writer) {

  /** Writes weights to a file. */
  public interface WeightWriter {
    /** Writes {@code file}. */
    void write(Path file) throws IOException;
  }

  static TrainedModel of(StageOneTraining.Result result, StageOneSettings settings) {
    return new TrainedModel(
        "chatwarden-linear",
        WeightFile.names(LinearClassifier.WEIGHTS).getFirst(),
        """
        Multinomial logistic regression over hashed n-grams of four views (runs of words and of
        characters within words, each with and without diacritics), TF-IDF, one weight vector a class.
        Beside it patterns of one to three words: small convolutional networks over words (the settings
        say how many, and how much the spelling of a word counts in its embedding), the first layer
        multiplied out; their scores are averaged and added.
        """,
        "Features: %d. Settings: %s.".formatted(result.features(), settings),
        result.crossFittedMacroF1(),
        file -> LinearFile.write(file, result.weights()));
  }

  static TrainedModel of(
      SubwordTraining.Result result, StageOneSettings settings, SubwordSettings subword) {
    return new TrainedModel(
        "chatwarden-subword",
        WeightFile.names(SubwordClassifier.WEIGHTS).getFirst(),
        """
        Embeddings of words and parts of words, averaged, with multinomial logistic regression on
        top (after fastText); embeddings and regression are learned together, from these texts alone.
        """,
        "Settings: %s, %s.".formatted(settings, subword),
        result.crossFittedMacroF1(),
        file -> SubwordFile.write(file, result.weights()));
  }
}
