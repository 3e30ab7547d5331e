package chatwarden.mlops.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {
  @TempDir Path models;

  private static RunEvent.Began began(String key, String seed) {
    return new RunEvent.Began(key, "vi-linear", "4", 1, "user", "", Map.of("seed", seed));
  }

  private static RunEvent.Tried tried(double c, List<Double> losses) {
    return new RunEvent.Tried(
        0, Map.of("c", c), losses, 0.25, RunEvent.TrialEnd.COMPLETE, true, 1, 2);
  }

  @Test
  void eventsComeBackAsTheyWere() throws IOException {
    RunJournal journal = RunJournal.begin(models, began("a", "1"));
    List<RunEvent> events =
        List.of(
            new RunEvent.ReadData(
                List.of(new DataFile("train.csv", DataFile.Use.TRAINING, 3, "00ff"))),
            tried(1e-9, List.of(Double.NaN, 0.25)),
            new RunEvent.Measured(Map.of("macro_f1", Double.POSITIVE_INFINITY), 2),
            new RunEvent.Wrote("4", true, Map.of("w", "00"), Map.of(), Map.of(), 3),
            new RunEvent.Repeated("3", 4),
            new RunEvent.Ended("", 5));
    for (RunEvent event : events) {
      journal.append(event);
    }

    assertThat(journal.events()).first().isEqualTo(began("a", "1"));
    assertThat(journal.events().subList(1, 7)).isEqualTo(events);
    assertThat(journal.model()).isEqualTo(models.resolve("vi-linear").toAbsolutePath());
  }

  @Test
  void runThatWasKilledGoesOnInItsJournalWhereverItWasCut() throws IOException {
    RunJournal journal = RunJournal.begin(models, began("a", "1"));
    journal.append(tried(1, List.of(0.5)));
    byte[] whole = Files.readAllBytes(journal.file());
    int first = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int length = first; length <= whole.length; length++) {
      Files.write(journal.file(), Arrays.copyOf(whole, length));

      RunJournal again = RunJournal.begin(models, began("b", "1"));
      again.append(new RunEvent.Ended("", 9));

      assertThat(again.folder()).isEqualTo(journal.folder());
      assertThat(again.events()).hasSize(length < whole.length ? 2 : 3);
    }
  }

  @Test
  void otherSettingsAndEndedRunsHaveJournalsOfTheirOwn() throws IOException {
    RunJournal journal = RunJournal.begin(models, began("a", "1"));
    RunJournal other = RunJournal.begin(models, began("b", "2"));
    journal.append(new RunEvent.Ended("", 9));
    RunJournal third = RunJournal.begin(models, began("c", "1"));

    assertThat(List.of(journal.folder(), other.folder(), third.folder())).doesNotHaveDuplicates();
    assertThat(RunJournal.all(models)).hasSize(3);
  }

  @Test
  void malformedLineIsNamed() throws IOException {
    RunJournal journal = RunJournal.begin(models, began("a", "1"));
    Files.writeString(journal.file(), "{\"event\":\"unknown\"}\n");

    assertThatThrownBy(journal::events).hasMessageContaining("run.jsonl line 1 is malformed");
  }
}
