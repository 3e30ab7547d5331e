package chatwarden.serving.rollout;

import chatwarden.rollout.v1.RolloutSlice;
import chatwarden.rollout.v1.SliceCounts;
import chatwarden.runtime.telemetry.LatencyScale;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last slices of a rollout, the counts of some seconds each. Safe for many threads. */
final class SliceRing {

  /** How many slices are kept. */
  static final int MOST = 64;

  private final InstantSource clock;
  private final long sliceMillis;
  private final Deque<Slice> slices = new ArrayDeque<>();

  SliceRing(InstantSource clock, long sliceMillis) {
    this.clock = clock;
    this.sliceMillis = sliceMillis;
  }

  /** The counts of one slice. */
  private static final class Slice {
    private final long number;
    private final Counts champion = new Counts();
    private final Counts challenger = new Counts();
    private long compared;
    private long championFlagged;
    private long challengerFlagged;

    Slice(long number) {
      this.number = number;
    }

    Counts of(Side side) {
      return side == Side.CHAMPION ? champion : challenger;
    }

    RolloutSlice message() {
      return RolloutSlice.newBuilder()
          .setNumber(number)
          .setChampion(champion.message())
          .setChallenger(challenger.message())
          .setCompared(compared)
          .setChampionFlagged(championFlagged)
          .setChallengerFlagged(challengerFlagged)
          .build();
    }
  }

  private static final class Counts {
    private final int[] calls = new int[LatencyScale.MOST + 1];
    private long attempts;
    private long errors;

    SliceCounts message() {
      SliceCounts.Builder message =
          SliceCounts.newBuilder().setAttempts(attempts).setErrors(errors);
      for (int number = 0; number < calls.length; number++) {
        if (calls[number] > 0) {
          message.putCalls(number, calls[number]);
        }
      }
      return message.build();
    }
  }

  /** Counts a call that a version answered. */
  synchronized void answered(Side side, long nanos) {
    Counts counts = now().of(side);
    counts.attempts++;
    counts.calls[LatencyScale.number(nanos)]++;
  }

  /** Counts a call, or a comparison, that a version failed on. */
  synchronized void failed(Side side) {
    Counts counts = now().of(side);
    counts.attempts++;
    counts.errors++;
  }

  /** Counts a text that both versions scored, the one of {@code second} for the comparison. */
  synchronized void compared(Side second, ComparedAnswer champion, ComparedAnswer challenger) {
    Slice slice = now();
    slice.of(second).attempts++;
    slice.compared++;
    slice.championFlagged += champion.flagged() ? 1 : 0;
    slice.challengerFlagged += challenger.flagged() ? 1 : 0;
  }

  private Slice now() {
    long number = Math.floorDiv(clock.millis(), sliceMillis);
    if (slices.isEmpty() || slices.getLast().number < number) {
      slices.addLast(new Slice(number));
      if (slices.size() > MOST) {
        slices.removeFirst();
      }
    }
    return slices.getLast();
  }

  synchronized List<RolloutSlice> messages() {
    return slices.stream().map(Slice::message).toList();
  }
}
