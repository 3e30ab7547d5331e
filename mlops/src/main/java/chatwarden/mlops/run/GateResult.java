package chatwarden.mlops.run;

import chatwarden.mlops.evaluation.PairedTest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison with the version before on the development split.
 *
 * @param version the version before
 * @param figures those of the version before
 * @param test the paired test of the new version against it
 */
public record GateResult<E>(String version, E figures, PairedTest test) {

  /** Returns whether the new version may take the place of the one before. */
  public boolean passed() {
    return !test.worse();
  }

  /** Returns the comparison for a report. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version before", version);
    facts.put("difference", test.shown());
    facts.put(
        "share of draws in which the new one is not better",
        String.format(Locale.ROOT, "%.4f", test.pNotBetter()));
    facts.put("passed", Boolean.toString(passed()));
    return facts;
  }

  /** Returns the comparison as a sentence, for a card and a terminal. */
  public String sentence(String figure) {
    return String.format(
        Locale.ROOT,
        "Against version %s on the same texts: %+.4f %s, 95 %% interval of a paired bootstrap %+.4f"
            + " to %+.4f.",
        version,
        test.difference(),
        figure,
        test.interval().low(),
        test.interval().high());
  }
}
