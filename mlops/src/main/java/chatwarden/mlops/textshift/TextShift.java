package chatwarden.mlops.textshift;

import chatwarden.domain.drift.DriftState;
import java.util.List;

/**
 * How well a classifier separates the texts of a language by their window.
 *
 * @param language the language; empty where it is not known
 * @param state the result; {@link DriftState#TOO_FEW} also where few n-grams are shared by authors
 * @param area the area under the ROC curve in [0, 1]: 0.5 where the windows do not differ; 0 where
 *     nothing was compared
 * @param low the lower end of its 95 % interval
 * @param high the upper end
 * @param threshold the area from which on it is drift; 0 where nothing was compared
 * @param referenceCount how many texts of the reference there are
 * @param currentCount how many of the current window
 * @param ngrams what separates the windows, the strongest first
 */
public record TextShift(
    String language,
    DriftState state,
    double area,
    double low,
    double high,
    double threshold,
    int referenceCount,
    int currentCount,
    List<SeparatingNgram> ngrams) {

  /** Copies the n-grams. */
  public TextShift {
    ngrams = List.copyOf(ngrams);
  }

  /** Returns the result where a window has too few texts. */
  static TextShift tooFew(String language, int referenceCount, int currentCount) {
    return new TextShift(
        language, DriftState.TOO_FEW, 0, 0, 0, 0, referenceCount, currentCount, List.of());
  }

  /** Returns how near the area is to the threshold: above 1 is drift, 0 without a comparison. */
  public double severity() {
    return threshold > 0 ? area / threshold : 0;
  }
}
