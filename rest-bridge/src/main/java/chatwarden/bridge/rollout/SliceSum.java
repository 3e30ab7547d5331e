package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.RolloutSlice;
import chatwarden.rollout.v1.SliceCounts;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sum of slices, of one or several servers. Used by one thread. */
final class SliceSum {

  private final VersionSum champion = new VersionSum();
  private final VersionSum challenger = new VersionSum();
  private long compared;
  private long championFlagged;
  private long challengerFlagged;

  /** The sum of one version. */
  private static final class VersionSum {
    private final SortedMap<Integer, Long> calls = new TreeMap<>();
    private long attempts;
    private long errors;

    void add(SliceCounts counts) {
      attempts += counts.getAttempts();
      errors += counts.getErrors();
      counts.getCallsMap().forEach((number, count) -> calls.merge(number, count, Long::sum));
    }

    ShareInterval failed() {
      return ShareInterval.of(errors, attempts);
    }
  }

  void add(RolloutSlice slice) {
    champion.add(slice.getChampion());
    challenger.add(slice.getChallenger());
    compared += slice.getCompared();
    championFlagged += slice.getChampionFlagged();
    challengerFlagged += slice.getChallengerFlagged();
  }

  ShareInterval championErrors() {
    return champion.failed();
  }

  ShareInterval challengerErrors() {
    return challenger.failed();
  }

  TailInterval championTimes() {
    return TailInterval.of(champion.calls);
  }

  TailInterval challengerTimes() {
    return TailInterval.of(challenger.calls);
  }

  ShareInterval championFlags() {
    return ShareInterval.of(championFlagged, compared);
  }

  ShareInterval challengerFlags() {
    return ShareInterval.of(challengerFlagged, compared);
  }
}
