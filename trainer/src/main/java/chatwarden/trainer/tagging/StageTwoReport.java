package chatwarden.trainer.tagging;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What came out of a training.
 *
 * @param directory the model directory that was written
 * @param trainCount the number of texts trained on
 * @param leftOut training texts not used because they stand in the development set
 * @param cleanOdds the odds of a clean text that the cross-validation chose
 * @param validated figures of the cross-validation on the training set
 * @param dev figures on the development set
 * @param unseen the development set split by whether its spans are known
 */
public record StageTwoReport(
    Path directory,
    int trainCount,
    int leftOut,
    double cleanOdds,
    SpanMetrics validated,
    SpanMetrics dev,
    Unseen unseen) {

  /** The main figures in one line. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "dev all=%.4f [%.4f, %.4f] bearing=%.4f single=%.4f multi=%.4f clean=%.4f",
        dev.all().mean(),
        dev.all().low(),
        dev.all().high(),
        dev.bearing().mean(),
        dev.single().mean(),
        dev.multi().mean(),
        dev.clean().mean());
  }
}
