package chatwarden.mlops.run;

import chatwarden.mlops.evaluation.PairedTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison with the version before on the development split.
 *
 * @param version the version before
 * @param figures those of the version before
 * @param test the paired test of the new version against it
 * @param errors the changes of error rates
 */
public record GateResult<E>(String version, E figures, PairedTest test, List<ErrorRise> errors) {

  /** Copies the list. */
  public GateResult {
    errors = List.copyOf(errors);
  }

  /**
   * Returns whether the new version may take the place of the one before: it is not worse beyond
   * noise, and no error rate rose by more than two points.
   */
  public boolean passed() {
    return !test.worse() && errors.stream().noneMatch(ErrorRise::stops);
  }

  /** Returns the names of everything that stops the new version; empty where it passed. */
  public List<String> worse(String figure) {
    List<String> names = new ArrayList<>();
    if (test.worse()) {
      names.add(figure);
    }
    errors.stream().filter(ErrorRise::stops).map(ErrorRise::name).forEach(names::add);
    return names;
  }

  /** Returns the comparison for a report. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version before", version);
    facts.put("difference", test.shown());
    facts.put(
        "share of draws in which the new one is not better",
        String.format(Locale.ROOT, "%.4f", test.pNotBetter()));
    errors.forEach(error -> facts.put(error.name(), error.shown()));
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

  /** Returns the error rates as lines of Markdown, for a card. */
  public String errorLines() {
    StringBuilder lines = new StringBuilder();
    errors.forEach(error -> lines.append("- %s: %s.\n".formatted(error.name(), error.shown())));
    return lines.toString();
  }
}
