package chatwarden.mlops.drift;

import chatwarden.domain.drift.DriftState;
import chatwarden.mlops.textshift.SeparatingNgram;
import chatwarden.mlops.textshift.TextShift;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * The comparison of texts, as a table for people and as JSON for programs.
 *
 * @param texts the result of each language
 */
record TextShiftTable(List<TextShift> texts) {

  /** Returns a line for each language, and below it the n-grams that separate its windows. */
  String text() {
    StringBuilder table = new StringBuilder();
    line(table, "texts", "state", "AUC", "95 %", "threshold");
    for (TextShift shift : texts) {
      boolean compared = shift.threshold() > 0;
      line(
          table,
          shift.language().isEmpty() ? "-" : shift.language(),
          shift.state().name().toLowerCase(Locale.ROOT),
          compared ? number(shift.area()) : "-",
          compared ? number(shift.low()) + " to " + number(shift.high()) : "-",
          compared ? number(shift.threshold()) : "-");
      if (shift.state() == DriftState.DRIFTED) {
        shift.ngrams().forEach(ngram -> table.append(line(ngram)));
      }
    }
    return table.toString();
  }

  private static void line(StringBuilder table, Object... words) {
    table.append(String.format(Locale.ROOT, "%-20s %-12s %9s %17s %9s%n", words));
  }

  private static String line(SeparatingNgram ngram) {
    return String.format(
        Locale.ROOT,
        "  %-30s %6.2f %% to %6.2f %% of the texts, %d authors%n",
        ngram.words(),
        100 * ngram.reference(),
        100 * ngram.current(),
        ngram.authors());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Adds an object for each language. */
  void addTo(ArrayNode all) {
    for (TextShift shift : texts) {
      ObjectNode one =
          all.addObject()
              .put("language", shift.language())
              .put("state", shift.state().name())
              .put("auc", shift.area())
              .put("low", shift.low())
              .put("high", shift.high())
              .put("threshold", shift.threshold())
              .put("referenceCount", shift.referenceCount())
              .put("currentCount", shift.currentCount());
      ArrayNode ngrams = one.putArray("ngrams");
      for (SeparatingNgram ngram : shift.ngrams()) {
        ngrams
            .addObject()
            .put("words", ngram.words())
            .put("reference", ngram.reference())
            .put("current", ngram.current())
            .put("authors", ngram.authors());
      }
    }
  }
}
