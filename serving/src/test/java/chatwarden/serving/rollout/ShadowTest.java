package chatwarden.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import chatwarden.rollout.v1.NgramDifference;
import chatwarden.rollout.v1.RolloutDifferences;
import chatwarden.rollout.v1.RolloutStage;
import io.micrometer.core.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShadowTest extends RolloutFixture {

  private static List<String> texts(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add((i % 3 == 0 ? "bad " : i % 3 == 1 ? "awful " : "good ") + i);
    }
    return texts;
  }

  private void askAndCompare(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      ask(texts.get(i));
      long scored = i + 1;
      await()
          .untilAsserted(
              () -> {
                RolloutDifferences now = differences();
                assertThat(now.getCompared() + now.getDropped() + now.getFailed())
                    .isEqualTo(scored);
              });
    }
  }

  @Test
  void championAnswersTheSameWithAndWithoutAShadow() {
    sync(1, rollout(RolloutStage.ROLLED_BACK, 0));
    List<String> texts = texts(50);
    String alone = texts.stream().map(text -> answer(text)).toList().toString();

    sync(2, rollout(RolloutStage.SHADOW, 0));
    String beside = texts.stream().map(text -> answer(text)).toList().toString();

    assertThat(beside).isEqualTo(alone).contains("one:bad 0 vi-echo@1");
  }

  private String answer(String text) {
    var answer = ask(text).getFirst();
    return answer.result() + " " + answer.model() + " " + answer.language();
  }

  @Test
  void anotherQuestionIsComparedByTheSameQuestion() {
    sync(1, rollout(RolloutStage.SHADOW, 0));

    assertThat(askLoud("bad 1").getFirst().result()).isEqualTo("one:BAD 1");
    await().untilAsserted(() -> assertThat(differences().getCompared()).isEqualTo(1));
    assertThat(differences().getChallengerFlags()).isZero();

    ask("bad 1");
    await().untilAsserted(() -> assertThat(differences().getCompared()).isEqualTo(2));
    assertThat(differences().getChallengerFlags()).isEqualTo(1);
  }

  @Test
  void differencesAreCountedByLabelAndFlagWithTheirNgrams() {
    sync(1, rollout(RolloutStage.SHADOW, 0));

    askAndCompare(texts(45));

    RolloutDifferences found = differences();
    assertThat(found.getDropped() + found.getFailed()).isZero();
    assertThat(found.getCompared()).isEqualTo(45);
    assertThat(found.getSameLabel()).isEqualTo(30);
    assertThat(found.getChallengerFlags()).isEqualTo(15);
    assertThat(found.getChampionFlags()).isZero();
    assertThat(found.getBothFlag()).isEqualTo(15);
    assertThat(found.getLabelsList())
        .anySatisfy(
            pair -> {
              assertThat(pair.getChampion()).isEqualTo("CLEAN");
              assertThat(pair.getChallenger()).isEqualTo("OFFENSIVE");
              assertThat(pair.getCount()).isEqualTo(15);
            });
    assertThat(found.getMeanDifference()).isBetween(0.26, 0.27);
    assertThat(found.getNgramsList())
        .extracting(NgramDifference::getNgram, NgramDifference::getDifference)
        .containsExactly(tuple("bad", 1.5));
    assertThat(found.getChampion().getTexts()).isEqualTo(45);
    assertThat(found.getChallenger().getCalls()).isZero();
  }

  @Test
  void challengerThatHangsKeepsNoCallWaiting() {
    sync(1, rollout(RolloutStage.SHADOW, 0));

    for (int i = 0; i < 1_000; i++) {
      assertThat(ask("hang " + i).getFirst().result()).isEqualTo("one:hang " + i);
    }

    assertThat(differences().getDropped()).isGreaterThan(500);
    assertThat(gauge("inference.queue.size")).isZero();
    assertThat(gauge("rollout.shadow.queue.size")).isLessThanOrEqualTo(256);
  }

  private double gauge(String name) {
    return telemetry.registry().get("chatwarden." + name).gauges().stream()
        .mapToDouble(Gauge::value)
        .sum();
  }

  @Test
  void challengerThatFailsIsCountedAndFailsNoCall() {
    sync(1, rollout(RolloutStage.SHADOW, 0));

    askAndCompare(List.of("fail 1", "good 2", "fail 3"));

    assertThat(differences().getFailed()).isEqualTo(2);
    assertThat(differences().getCompared()).isEqualTo(1);
    assertThat(differences().getChampion().getErrors()).isZero();
  }

  @Test
  void explainedDifferencesOfFewTextsDoNotComeOut() {
    sync(1, rollout(RolloutStage.SHADOW, 0));

    askAndCompare(List.of("bad 1", "bad 2", "bad 2", "bad 2"));

    assertThat(differences().getChallengerFlags()).isEqualTo(4);
    assertThat(differences().getNgramsList()).isEmpty();
  }
}
