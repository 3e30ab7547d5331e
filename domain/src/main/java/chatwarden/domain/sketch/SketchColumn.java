package chatwarden.domain.sketch;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The columns that are counted. */
public enum SketchColumn {
  /** The label of stage 1. */
  LABEL("label", "l", null, true),
  /** Whether the comment is flagged: {@code yes} or {@code no}. */
  FLAGGED("flagged", "f", null, true),
  /** Stage 1's offensive probability. */
  PROBABILITY("offensive_probability", "p", HistogramScale.UNIT, true),
  /** The length of the text in code points. */
  LENGTH("text_length", "n", HistogramScale.WHOLE, false),
  /** The share of a text's n-grams that the model does not know. */
  UNKNOWN_NGRAMS("unknown_ngrams", "u", HistogramScale.UNIT, true),
  /** The language that the text was classified in. */
  LANGUAGE("language", "g", null, false),
  /** Whether the text hides words, as in {@code s.p.a.m}: {@code yes} or {@code no}. */
  OBFUSCATION("obfuscation", "o", null, false),
  /** The share of a tagged text's code points in offensive spans. */
  COVERAGE("span_coverage", "c", HistogramScale.UNIT, true),
  /** Whether a moderator approved the flagged comment: {@code yes} or {@code no}. */
  OVERTURNED("overturned", "d", null, true);

  private final String id;
  private final String code;
  private final @Nullable HistogramScale scale;
  private final boolean ofModel;

  SketchColumn(String id, String code, @Nullable HistogramScale scale, boolean ofModel) {
    this.id = id;
    this.code = code;
    this.scale = scale;
    this.ofModel = ofModel;
  }

  /** Returns its name for people, in files and in metrics. */
  public String id() {
    return id;
  }

  /** Returns its name in the fields of a sketch, one letter. */
  String code() {
    return code;
  }

  /** Returns the scale of its histogram; empty where it has categories. */
  public Optional<HistogramScale> scale() {
    return Optional.ofNullable(scale);
  }

  /** Returns whether its values depend on the version of the model. */
  public boolean isOfModel() {
    return ofModel;
  }

  /** Returns the column of a name. */
  public static Optional<SketchColumn> of(String id) {
    return Arrays.stream(values()).filter(column -> column.id.equals(id)).findFirst();
  }

  static Optional<SketchColumn> ofCode(String code) {
    return Arrays.stream(values()).filter(column -> column.code.equals(code)).findFirst();
  }
}
