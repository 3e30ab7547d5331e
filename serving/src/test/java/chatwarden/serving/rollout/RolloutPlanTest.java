package chatwarden.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.repository.ModelId;
import chatwarden.rollout.v1.RolloutStage;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class RolloutPlanTest {

  private static final ModelId FIVE = new ModelId("vi-linear", "5");
  private static final ModelId SIX = new ModelId("vi-linear", "6");

  private static RolloutPlan canary(String id, double share) {
    return new RolloutPlan(id, FIVE, SIX, RolloutStage.CANARY, share, 1);
  }

  @Property(tries = 50)
  void shareOfChatsIsWithinFiveStandardDeviations(
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
    RolloutPlan plan = canary("a rollout", share);
    int chats = 10_000;

    long challenged =
        IntStream.range(0, chats)
            .filter(i -> plan.answering("chat " + i) == Side.CHALLENGER)
            .count();

    double deviation = Math.sqrt(chats * share * (1 - share));
    assertThat((double) challenged)
        .isBetween(chats * share - 5 * deviation - 1, chats * share + 5 * deviation + 1);
  }

  @Property
  void chatOfTheChallengerStaysWithItAsTheShareGrows(
      @ForAll String chat,
      @ForAll @DoubleRange(max = 0.5) double less,
      @ForAll @DoubleRange(min = 0.5, max = 1) double more) {
    boolean before = canary("id", less).answering(chat) == Side.CHALLENGER;
    boolean after = canary("id", more).answering(chat) == Side.CHALLENGER;

    assertThat(!before || after).isTrue();
  }

  @Property
  void shareOfOneIsEveryChat(@ForAll String chat) {
    assertThat(canary("id", 1).answering(chat)).isEqualTo(Side.CHALLENGER);
  }

  @Property
  void onlyThePromotedChallengerAnswersWithoutAShare(
      @ForAll RolloutStage stage, @ForAll String chat) {
    RolloutPlan plan = new RolloutPlan("id", FIVE, SIX, stage, 0, 1);

    assertThat(plan.answering(chat))
        .isEqualTo(stage == RolloutStage.PROMOTED ? Side.CHALLENGER : Side.CHAMPION);
  }
}
