package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutCheck;
import chatwarden.rollout.v1.RolloutCheckState;
import chatwarden.rollout.v1.RolloutCriteria;
import chatwarden.rollout.v1.RolloutCriterion;
import chatwarden.rollout.v1.RolloutSlice;
import chatwarden.rollout.v1.RolloutStage;
import com.google.protobuf.util.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says whether a challenger is within its champion's intervals, from the slices of all servers. A
 * pure function of these and the time, so that every bridge says the same, also after a restart.
 *
 * <p>A criterion is looked at for the end of each of the last 30 slices, over the six slices before
 * it, or as many up to 30 as it takes to have enough calls. The challenger is rolled back when it
 * is outside at all 30, which is the hold duration.
 */
final class RolloutEvaluation {

  /** How many slices a hold duration has. */
  static final int SLICES = 30;

  private static final int LEAST_WINDOW = 6;

  private final RolloutCriteria criteria;
  private final RolloutStage stage;
  private final long sliceMillis;
  private final long last;
  private final NavigableMap<Long, List<RolloutSlice>> slices = new TreeMap<>();

  /**
   * @param slices of all servers, in any order
   */
  RolloutEvaluation(Rollout rollout, List<RolloutSlice> slices, Instant now) {
    this.criteria = rollout.getCriteria();
    this.stage = rollout.getStage();
    this.sliceMillis = Math.max(1, Durations.toMillis(criteria.getHoldDuration()) / SLICES);
    this.last = Math.floorDiv(now.toEpochMilli(), sliceMillis) - 1; // The current one is not over.
    slices.forEach(
        slice -> this.slices.computeIfAbsent(slice.getNumber(), _ -> new ArrayList<>()).add(slice));
  }

  /** Returns the criteria that are looked at in this stage, as they are now. */
  List<RolloutCheck> checks() {
    return switch (stage) {
      case SHADOW -> List.of(check(RolloutCriterion.ERRORS), check(RolloutCriterion.FLAGGED));
      case CANARY ->
          List.of(
              check(RolloutCriterion.ERRORS),
              check(RolloutCriterion.LATENCY),
              check(RolloutCriterion.FLAGGED));
      default -> List.of();
    };
  }

  /** Returns the first check for which the challenger is to be rolled back. */
  Optional<RolloutCheck> breach() {
    return checks().stream()
        .filter(check -> Durations.toMillis(check.getOutsideDuration()) >= SLICES * sliceMillis)
        .findFirst();
  }

  private RolloutCheck check(RolloutCriterion criterion) {
    RolloutCheck.Builder now = at(criterion, last);
    int outside = 0;
    while (outside < SLICES
        && at(criterion, last - outside).getState() == RolloutCheckState.OUTSIDE) {
      outside++;
    }
    return now.setOutsideDuration(Durations.fromMillis(outside * sliceMillis)).build();
  }

  /** Returns a criterion as it was at the end of the slice {@code end}. */
  private RolloutCheck.Builder at(RolloutCriterion criterion, long end) {
    RolloutCheck.Builder check = RolloutCheck.newBuilder();
    for (int window = LEAST_WINDOW; window <= SLICES; window += LEAST_WINDOW) {
      SliceSum sum = new SliceSum();
      slices
          .subMap(end - window, false, end, true)
          .values()
          .forEach(some -> some.forEach(sum::add));
      check = of(criterion, sum);
      if (check.getState() != RolloutCheckState.TOO_FEW) {
        return check;
      }
    }
    return check;
  }

  private RolloutCheck.Builder of(RolloutCriterion criterion, SliceSum sum) {
    return switch (criterion) {
      case ERRORS -> errors(sum.championErrors(), sum.challengerErrors());
      case LATENCY -> latency(sum.championTimes(), sum.challengerTimes());
      case FLAGGED -> flagged(sum.championFlags(), sum.challengerFlags());
      default -> throw new IllegalArgumentException("criterion: " + criterion);
    };
  }

  private RolloutCheck.Builder errors(ShareInterval champion, ShareInterval challenger) {
    return shares(
        RolloutCriterion.ERRORS,
        champion,
        challenger,
        challenger.low() > champion.high() + criteria.getErrorMargin());
  }

  /** Both scored the same texts, so that the challenger's share has no chance of its own. */
  private RolloutCheck.Builder flagged(ShareInterval champion, ShareInterval challenger) {
    double margin = criteria.getFlaggedMargin();
    return shares(
        RolloutCriterion.FLAGGED,
        champion,
        challenger,
        challenger.share() > champion.high() + margin
            || challenger.share() < champion.low() - margin);
  }

  private RolloutCheck.Builder shares(
      RolloutCriterion criterion,
      ShareInterval champion,
      ShareInterval challenger,
      boolean outside) {
    boolean few = isFew(champion.count()) || isFew(challenger.count());
    return RolloutCheck.newBuilder()
        .setCriterion(criterion)
        .setState(state(few, outside))
        .setChampion(champion.share())
        .setChampionLow(champion.low())
        .setChampionHigh(champion.high())
        .setChampionCount(champion.count())
        .setChallenger(challenger.share())
        .setChallengerLow(challenger.low())
        .setChallengerHigh(challenger.high())
        .setChallengerCount(challenger.count());
  }

  private RolloutCheck.Builder latency(TailInterval champion, TailInterval challenger) {
    boolean few =
        isFew(champion.count()) || isFew(challenger.count()) || Double.isInfinite(champion.high());
    return RolloutCheck.newBuilder()
        .setCriterion(RolloutCriterion.LATENCY)
        .setState(state(few, challenger.low() > champion.high() * criteria.getLatencyRatio()))
        .setChampion(champion.seconds())
        .setChampionLow(champion.low())
        .setChampionHigh(champion.high())
        .setChampionCount(champion.count())
        .setChallenger(challenger.seconds())
        .setChallengerLow(challenger.low())
        .setChallengerHigh(challenger.high())
        .setChallengerCount(challenger.count());
  }

  private boolean isFew(long count) {
    return count < criteria.getMinCalls();
  }

  private static RolloutCheckState state(boolean few, boolean outside) {
    return few
        ? RolloutCheckState.TOO_FEW
        : outside ? RolloutCheckState.OUTSIDE : RolloutCheckState.HOLDS;
  }
}
