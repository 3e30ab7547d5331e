package chatwarden.mlops.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomSearchTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new SearchSpace.LogRange("one.size", 0.1, 10),
              new SearchSpace.Choice("one.shape", List.of(1.0, 2.0))));
  private static final SortedMap<String, Double> START =
      new TreeMap<>(Map.of("one.size", 10.0, "one.shape", 2.0));

  @TempDir Path folder;
  private final List<String> lines = new ArrayList<>();
  private int asked;

  @Test
  void findsWhatIsBetterThanTheStart() throws IOException {
    Trial best = search().run(this::loss, 40, journal("a"));

    assertThat(best.loss()).isLessThan(loss(START, 0));
    assertThat(best.parameters().get("one.size")).isBetween(0.3, 3.0);
    assertThat(lines).hasSize(40);
  }

  @Test
  void aHopelessTrialTriesOneFoldOnly() throws IOException {
    TrialJournal journal = journal("a");
    search().run(this::loss, 40, journal);

    assertThat(journal.trials()).anyMatch(trial -> !trial.finished());
    assertThat(journal.trials())
        .filteredOn(trial -> !trial.finished())
        .allMatch(trial -> trial.losses().size() < 3);
    assertThat(asked).isLessThan(120);
  }

  @Test
  void resumedItFindsTheSame() throws IOException {
    Trial whole = search().run(this::loss, 20, journal("a"));
    search().run(this::loss, 7, journal("b"));
    Files.writeString(
        folder.resolve("b"), Files.readString(folder.resolve("b")) + "7\tfinished\t0.0");

    Trial resumed = search().run(this::loss, 20, journal("b"));

    assertThat(resumed).isEqualTo(whole);
    assertThat(folder.resolve("b")).hasSameTextualContentAs(folder.resolve("a"));
  }

  @Test
  void theJournalOfAnotherSearchIsWrittenAnew() throws IOException {
    search().run(this::loss, 5, journal("a"));

    assertThat(TrialJournal.open(folder.resolve("a"), "another").trials()).isEmpty();
  }

  private double loss(SortedMap<String, Double> parameters, int fold) {
    asked++;
    return 1 + Math.abs(Math.log(parameters.getOrDefault("one.size", 0.0))) + 0.001 * fold;
  }

  private TrialJournal journal(String name) throws IOException {
    return TrialJournal.open(folder.resolve(name), "these data, that space");
  }

  private RandomSearch search() {
    return new RandomSearch(SPACE, START, 3, 4, lines::add);
  }
}
