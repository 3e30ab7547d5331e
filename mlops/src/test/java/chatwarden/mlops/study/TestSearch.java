package chatwarden.mlops.study;

import chatwarden.mlops.search.MarginPruner;
import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import chatwarden.mlops.search.TpeSampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A search whose loss is a formula. */
final class TestSearch {
  static final int FOLDS = 4;
  static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new LogRange("rate", 0.001, 10),
              new WholeRange("depth", 1, 9),
              new Choice("kind", List.of(0.5, 1.0, 2.0))));
  static final SortedMap<String, Double> START =
      new TreeMap<>(Map.of("rate", 10.0, "depth", 9.0, "kind", 2.0));
  static final StudyKey KEY = StudyKey.of("test", "these data, that space", "loss");

  private TestSearch() {}

  static Study study(Path journal) throws IOException {
    return Study.open(journal, KEY, SPACE);
  }

  static Search search(int trials, int workers, Consumer<String> progress) {
    SearchPlan plan =
        new SearchPlan(trials, new TpeSampler(), new MarginPruner(), workers, Optional.empty());
    return new Search(plan, START, FOLDS, 4, progress);
  }

  static double loss(SortedMap<String, Double> parameters, int fold) {
    return 1
        + Math.abs(Math.log(parameters.getOrDefault("rate", 0.0)))
        + 0.1 * Math.abs(parameters.getOrDefault("depth", 0.0) - 4)
        + parameters.getOrDefault("kind", 0.0)
        + 0.01 * fold;
  }
}
