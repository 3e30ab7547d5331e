package chatwarden.mlops.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.study.SearchPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learns classes that show in a keyword and in loudness. */
class ClassicBaselineTest {
  private static final List<String> LABELS = List.of("CLEAN", "OFFENSIVE", "HATE");

  private final List<String> progress = new ArrayList<>();

  @TempDir Path folder;
  private int runs;

  @Test
  void everyLearnerLearnsWhatShowsAndTheVoteToo() throws IOException {
    BaselineOutcome outcome = run(1);

    assertThat(outcome.members())
        .extracting(BaselineOutcome.Member::name)
        .containsExactly("k nearest neighbours", "decision tree", "random forest", "AdaBoost");
    for (BaselineOutcome.Member member : outcome.members()) {
      assertThat(member.evaluation().macroF1()).as(member.name()).isGreaterThan(0.85);
    }
    assertThat(outcome.vote().macroF1()).isGreaterThan(0.85);
    assertThat(outcome.answers()).hasSize(90);
  }

  @Test
  void theSameTextsAndSeedGiveTheSameFiguresSearchedOrNot() throws IOException {
    assertThat(run(1)).isEqualTo(run(1));
    assertThat(run(2)).isEqualTo(run(2));
    assertThat(progress).anyMatch(line -> line.startsWith("search trial=2 of=2"));
  }

  @Test
  void oneVoteMoreWinsAndOfEquallyManyTheMeanDecides() {
    double[][] first = {{0.6, 0.4, 0}, {0.6, 0.4, 0}};
    double[][] second = {{0.6, 0.4, 0}, {0.1, 0.9, 0}};
    double[][] third = {{0, 1, 0}, {0, 0.2, 0.8}};

    assertThat(Vote.of(LABELS, List.of(first, second, third)))
        .extracting(vote -> vote.label())
        .containsExactly("CLEAN", "OFFENSIVE");
    assertThat(Vote.of(LABELS, List.of(first, third)).getFirst().label()).isEqualTo("OFFENSIVE");
  }

  private BaselineOutcome run(int trials) throws IOException {
    List<LabelledText> train = texts(150, 1);
    int[] folds = IntStream.range(0, train.size()).map(i -> i / 3 % 3).toArray();
    ClassicBaseline baseline =
        new ClassicBaseline(
            LABELS,
            without -> hash -> hash == FeatureHasher.plainWord("ngu") ? 0.9f : 0,
            3,
            7,
            progress::add);
    return baseline.run(
        train,
        folds,
        texts(90, 2),
        new ClassicBaseline.Tuning(
            SearchPlan.standard(trials), folder.resolve("journal-" + ++runs), "test"));
  }

  private static List<LabelledText> texts(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String filler = "xem video này ".repeat(1 + random.nextInt(4));
      String text =
          switch (i % 3) {
            case 0 -> filler + "vui";
            case 1 -> filler + "ngu";
            default -> filler + "NGU NGU!!!!";
          };
      // Some are judged otherwise: on classes that never overlap, nothing is left to boost.
      int label = random.nextInt(25) == 0 ? random.nextInt(3) : i % 3;
      texts.add(new LabelledText(text, label, false));
    }
    return texts;
  }
}
