package chatwarden.domain.drift;

import chatwarden.domain.sketch.SketchColumn;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a column of a language differs between two windows.
 *
 * @param column the column
 * @param language the language, empty where it is not known, and for {@link SketchColumn#LANGUAGE}
 * @param state the result
 * @param score the Jensen–Shannon distance in [0, 0.8326]; 0 where nothing was compared
 * @param threshold the score from which on it is drift; 0 where nothing was compared
 * @param populationStability the population stability index; 0 where nothing was compared
 * @param wasserstein the Wasserstein distance in standard deviations of the reference; empty for
 *     categories and where nothing was compared
 * @param referenceCount how many values the reference has
 * @param currentCount how many values the current window has
 * @param bins the bins or categories that were compared
 */
public record ColumnDrift(
    SketchColumn column,
    String language,
    DriftState state,
    double score,
    double threshold,
    double populationStability,
    OptionalDouble wasserstein,
    long referenceCount,
    long currentCount,
    List<BinShare> bins) {

  /** Copies the bins. */
  public ColumnDrift {
    bins = List.copyOf(bins);
  }

  /**
   * The shares of both windows in a bin.
   *
   * @param name its range, or the category
   * @param reference in [0, 1]
   * @param current in [0, 1]
   */
  public record BinShare(String name, double reference, double current) {}

  /**
   * Returns how near the score is to the threshold: above 1 is drift, 0 where none was compared.
   */
  public double severity() {
    return threshold > 0 ? score / threshold : 0;
  }
}
