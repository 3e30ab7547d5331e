package chatwarden.bridge.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutCheck;
import chatwarden.rollout.v1.RolloutCheckState;
import chatwarden.rollout.v1.RolloutCriteria;
import chatwarden.rollout.v1.RolloutCriterion;
import chatwarden.rollout.v1.RolloutSlice;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.rollout.v1.SliceCounts;
import chatwarden.runtime.telemetry.LatencyScale;
import com.google.protobuf.util.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RolloutEvaluationTest {

  private static final long FIRST = 170_000_000;
  private static final int SLICE_SECONDS = 10;
  private static final int FAST = LatencyScale.number(2_000_000);
  private static final int SLOW = LatencyScale.number(6_000_000);

  private static Rollout rollout(RolloutStage stage) {
    return Rollout.newBuilder()
        .setStage(stage)
        .setCriteria(
            RolloutRequests.criteria(RolloutCriteria.getDefaultInstance()).toBuilder()
                .setHoldDuration(Durations.fromMinutes(5)))
        .build();
  }

  private static SliceCounts counts(int calls, int errors, int time) {
    return SliceCounts.newBuilder()
        .setAttempts(calls)
        .setErrors(errors)
        .putCalls(time, calls - errors)
        .build();
  }

  /** A slice of 200 calls of the champion, which flags a tenth, and some of the challenger. */
  private static RolloutSlice slice(int calls, int errors, int time, int flagged) {
    return RolloutSlice.newBuilder()
        .setChampion(counts(200, 0, FAST))
        .setChallenger(counts(calls, errors, time))
        .setCompared(100)
        .setChampionFlagged(10)
        .setChallengerFlagged(flagged)
        .build();
  }

  private static List<RolloutSlice> slices(int from, int to, LongFunction<RolloutSlice> each) {
    List<RolloutSlice> slices = new ArrayList<>();
    for (long i = from; i < to; i++) {
      slices.add(each.apply(i).toBuilder().setNumber(FIRST + i).build());
    }
    return slices;
  }

  private static RolloutEvaluation after(int slices, RolloutStage stage, List<RolloutSlice> all) {
    return new RolloutEvaluation(
        rollout(stage), all, Instant.ofEpochSecond((FIRST + slices) * SLICE_SECONDS));
  }

  private static RolloutCheck check(RolloutEvaluation evaluation, RolloutCriterion criterion) {
    return evaluation.checks().stream()
        .filter(check -> check.getCriterion() == criterion)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void challengerLikeItsChampionHolds() {
    var evaluation = after(64, RolloutStage.CANARY, slices(0, 64, _ -> slice(50, 0, FAST, 10)));

    assertThat(evaluation.checks())
        .hasSize(3)
        .allSatisfy(check -> assertThat(check.getState()).isEqualTo(RolloutCheckState.HOLDS));
    assertThat(evaluation.breach()).isEmpty();
  }

  @Test
  void challengerThatFailsIsRolledBackAfterFiveMinutesAndNotBefore() {
    List<RolloutSlice> all = new ArrayList<>(slices(0, 20, _ -> slice(50, 0, FAST, 10)));
    all.addAll(slices(20, 64, _ -> slice(50, 10, FAST, 10)));

    List<Integer> breaches = new ArrayList<>();
    for (int now = 20; now <= 60; now++) {
      int end = now;
      List<RolloutSlice> known =
          all.stream().filter(slice -> slice.getNumber() < FIRST + end).toList();
      if (after(now, RolloutStage.CANARY, known).breach().isPresent()) {
        breaches.add(now);
      }
    }

    assertThat(breaches.getFirst()).isBetween(50, 53);
    RolloutCheck breach =
        after(breaches.getFirst(), RolloutStage.CANARY, all).breach().orElseThrow();
    assertThat(breach.getCriterion()).isEqualTo(RolloutCriterion.ERRORS);
    assertThat(BreachText.of(breach)).contains("failed calls 20.00 % of 300");
  }

  @Test
  void spikeShorterThanFiveMinutesRollsNothingBack() {
    List<RolloutSlice> all =
        slices(0, 64, i -> i >= 20 && i < 40 ? slice(50, 50, SLOW, 90) : slice(50, 0, FAST, 10));

    for (int now = 20; now <= 64; now++) {
      int end = now;
      var known = all.stream().filter(slice -> slice.getNumber() < FIRST + end).toList();
      assertThat(after(now, RolloutStage.CANARY, known).breach()).isEmpty();
    }
  }

  @Test
  void fewCallsRollNothingBack() {
    var evaluation = after(64, RolloutStage.CANARY, slices(0, 64, _ -> slice(6, 6, SLOW, 10)));

    assertThat(check(evaluation, RolloutCriterion.ERRORS).getState())
        .isEqualTo(RolloutCheckState.TOO_FEW);
    assertThat(evaluation.breach()).isEmpty();
  }

  @Test
  void windowReachesFurtherBackWhereCallsAreRare() {
    var evaluation = after(64, RolloutStage.CANARY, slices(0, 64, _ -> slice(10, 5, FAST, 10)));

    RolloutCheck errors = check(evaluation, RolloutCriterion.ERRORS);
    assertThat(errors.getState()).isEqualTo(RolloutCheckState.OUTSIDE);
    assertThat(errors.getChallengerCount()).isEqualTo(240);
    assertThat(evaluation.breach()).isPresent();
  }

  @Test
  void slowChallengerIsOutsideInTheCanaryAndNotLookedAtInTheShadow() {
    List<RolloutSlice> slow = slices(0, 64, _ -> slice(50, 0, SLOW, 10));

    assertThat(after(64, RolloutStage.CANARY, slow).breach().orElseThrow().getCriterion())
        .isEqualTo(RolloutCriterion.LATENCY);
    assertThat(after(64, RolloutStage.SHADOW, slow).breach()).isEmpty();
    assertThat(after(64, RolloutStage.PROMOTED, slow).checks()).isEmpty();
  }

  @Test
  void challengerThatFlagsMoreOrLessIsRolledBack() {
    for (int flagged : List.of(0, 30)) {
      var evaluation =
          after(64, RolloutStage.SHADOW, slices(0, 64, _ -> slice(50, 0, FAST, flagged)));

      RolloutCheck breach = evaluation.breach().orElseThrow();
      assertThat(breach.getCriterion()).isEqualTo(RolloutCriterion.FLAGGED);
      assertThat(breach.getOutsideDuration()).isEqualTo(Durations.fromMinutes(5));
    }
  }

  @Test
  void slicesOfServersAreAddedUp() {
    List<RolloutSlice> two = new ArrayList<>(slices(0, 64, _ -> slice(50, 0, FAST, 10)));
    two.addAll(slices(0, 64, _ -> slice(50, 25, FAST, 10)));

    RolloutCheck errors = check(after(64, RolloutStage.CANARY, two), RolloutCriterion.ERRORS);

    assertThat(errors.getChallenger()).isEqualTo(0.25);
    assertThat(errors.getChallengerCount()).isEqualTo(600);
  }

  @Test
  void wilsonIntervalIsThatOfTheFormula() {
    ShareInterval tenth = ShareInterval.of(10, 100);

    assertThat(tenth.low()).isCloseTo(0.0460, within(1e-4));
    assertThat(tenth.high()).isCloseTo(0.2038, within(1e-4));
  }

  @Property
  void shareIsWithinItsInterval(
      @ForAll @IntRange(max = 1_000) int hits, @ForAll @IntRange(max = 1_000) int others) {
    ShareInterval interval = ShareInterval.of(hits, hits + others);

    assertThat(interval.low()).isBetween(0.0, interval.share());
    assertThat(interval.high()).isBetween(interval.share(), 1.0);
  }

  @Test
  void percentileOfFewCallsHasNoUpperEnd() {
    TreeMap<Integer, Long> calls = new TreeMap<>();
    calls.put(FAST, 100L);
    assertThat(TailInterval.of(calls).high()).isInfinite();

    calls.put(FAST, 9_850L);
    calls.put(SLOW, 150L);
    TailInterval many = TailInterval.of(calls);
    assertThat(many.seconds()).isEqualTo(LatencyScale.seconds(SLOW));
    assertThat(many.low()).isEqualTo(LatencyScale.seconds(SLOW));
    assertThat(many.high()).isEqualTo(LatencyScale.seconds(SLOW));
  }
}
