package chatwarden.mlops.report;

import chatwarden.mlops.textshift.SeparatingNgram;
import chatwarden.mlops.textshift.TextShift;
import java.util.List;
import java.util.Locale;

/** The tables of a comparison of texts. */
final class TextShiftTables {
  private TextShiftTables() {}

  static String areas(List<TextShift> texts) {
    StringBuilder table = new StringBuilder();
    table.append(
        "<table><tr><th>language</th><th>state</th><th>AUC</th><th>95 % interval</th>"
            + "<th>threshold</th><th>texts of the reference</th><th>current texts</th></tr>");
    for (TextShift shift : texts) {
      boolean compared = shift.threshold() > 0;
      table.append(
          "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%d</td><td>%d</td></tr>"
              .formatted(
                  name(shift),
                  shift.state().name().toLowerCase(Locale.ROOT),
                  compared ? Charts.format(shift.area()) : "-",
                  compared
                      ? Charts.format(shift.low()) + " to " + Charts.format(shift.high())
                      : "-",
                  compared ? Charts.format(shift.threshold()) : "-",
                  shift.referenceCount(),
                  shift.currentCount()));
    }
    return table.append("</table>\n").toString();
  }

  static String ngrams(TextShift shift) {
    StringBuilder table = new StringBuilder();
    table.append(
        "<table><tr><th>n-gram (%s)</th><th>share of the reference</th><th>current share</th><th>authors</th></tr>"
            .formatted(name(shift)));
    for (SeparatingNgram ngram : shift.ngrams()) {
      table.append(
          "<tr><td>%s</td><td>%s</td><td>%s</td><td>%d</td></tr>"
              .formatted(
                  Svg.escape(ngram.words()),
                  Charts.format(ngram.reference()),
                  Charts.format(ngram.current()),
                  ngram.authors()));
    }
    return table.append("</table>\n").toString();
  }

  private static String name(TextShift shift) {
    return Svg.escape(shift.language().isEmpty() ? "-" : shift.language());
  }
}
