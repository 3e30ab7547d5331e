package chatwarden.mlops.report;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SearchReportTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(new LogRange("rate", 0.1, 10), new Choice("<kind>", List.of(0.5, 2.0))));

  @Test
  void winnerIsMarkedInTableAndPictures() {
    String html =
        html(
            List.of(
                trial(0, TrialState.COMPLETE, 0.5),
                trial(1, TrialState.COMPLETE, 0.25),
                trial(2, TrialState.PRUNED, 0.1)));

    assertThat(html)
        .containsOnlyOnce("<tr class=\"winner\"><td>1</td><td>0.2500</td><td>1</td><td>winner</td>")
        .contains("<td>2</td><td>0.1000</td><td>1</td><td>pruned</td>")
        .contains("<title>trial 1, winner: 0.2500 &lt;kind&gt;=0.5 rate=1.0</title>")
        .contains(
            "aria-label=\"Loss by rate\"", "aria-label=\"Loss by &lt;kind&gt;\"", "PED-ANOVA");
  }

  @Test
  void trialsWithoutALossAreInTheTableOnly() {
    String html =
        html(List.of(trial(0, TrialState.FAILED, Double.NaN), trial(1, TrialState.COMPLETE, 0.5)));

    assertThat(html)
        .contains("<td>0</td><td>none</td><td>0</td><td>failed</td>")
        .doesNotContain("<title>trial 0", "NaN", "Infinity");
  }

  @Test
  void searchOfNoTrialsIsDrawnToo() {
    assertThat(html(List.of())).contains("<h2>Search</h2>").doesNotContain("NaN", "Infinity");
  }

  private static String html(List<Trial> trials) {
    return new HtmlReport("test").search("3 trials", SPACE, trials).html();
  }

  private static Trial trial(int number, TrialState state, double loss) {
    return new Trial(
        number,
        new TreeMap<>(Map.of("rate", 1.0, "<kind>", 0.5)),
        Double.isNaN(loss) ? List.of() : List.of(loss),
        state,
        loss,
        Instant.EPOCH,
        Optional.of(Instant.EPOCH));
  }
}
