package chatwarden.serving.rollout;

import chatwarden.rollout.v1.LabelPair;
import chatwarden.rollout.v1.RolloutDifferences;
import chatwarden.rollout.v1.VersionUse;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** What two versions said differently since a rollout began here. Safe for many threads. */
final class DifferenceCounts {

  private static final int BINS = 20;
  private static final int NGRAMS = 1_024;

  private final long[] histogram = new long[BINS];
  private final Map<Labels, Long> labels = new HashMap<>();
  private final NgramSketch ngrams = new NgramSketch(NGRAMS);
  private final VersionUse.Builder champion = VersionUse.newBuilder();
  private final VersionUse.Builder challenger = VersionUse.newBuilder();
  private final RolloutDifferences.Builder counts = RolloutDifferences.newBuilder();
  private double sum;
  private double distance;

  private record Labels(String champion, String challenger) {}

  /** Counts a call of a version; {@code flagged} of its {@code texts} were. */
  synchronized void answered(Side side, int texts, int flagged) {
    VersionUse.Builder use = use(side);
    use.setCalls(use.getCalls() + 1)
        .setTexts(use.getTexts() + texts)
        .setFlagged(use.getFlagged() + flagged);
  }

  synchronized void failedCall(Side side) {
    VersionUse.Builder use = use(side);
    use.setCalls(use.getCalls() + 1).setErrors(use.getErrors() + 1);
  }

  private VersionUse.Builder use(Side side) {
    return side == Side.CHAMPION ? champion : challenger;
  }

  /** Counts the answers to one text. */
  synchronized void compared(ComparedAnswer one, ComparedAnswer other) {
    counts.setCompared(counts.getCompared() + 1);
    if (one.label().equals(other.label())) {
      counts.setSameLabel(counts.getSameLabel() + 1);
    }
    if (one.flagged() && other.flagged()) {
      counts.setBothFlag(counts.getBothFlag() + 1);
    } else if (one.flagged()) {
      counts.setChampionFlags(counts.getChampionFlags() + 1);
    } else if (other.flagged()) {
      counts.setChallengerFlags(counts.getChallengerFlags() + 1);
    }
    labels.merge(new Labels(one.label(), other.label()), 1L, Long::sum);
    double difference = other.probability() - one.probability();
    sum += difference;
    distance += Math.abs(difference);
    histogram[(int) Math.clamp(Math.floor((difference + 1) * BINS / 2), 0, BINS - 1)]++;
  }

  synchronized void dropped(int texts) {
    counts.setDropped(counts.getDropped() + texts);
  }

  synchronized void failedComparison() {
    counts.setFailed(counts.getFailed() + 1);
  }

  /** Counts why the versions differ about {@code text}. */
  synchronized void explained(
      String text, Map<String, Double> ofChampion, Map<String, Double> ofChallenger) {
    Map<String, Double> differences = new HashMap<>(ofChallenger);
    ofChampion.forEach((ngram, value) -> differences.merge(ngram, -value, Double::sum));
    ngrams.add(text, differences);
  }

  synchronized RolloutDifferences message() {
    RolloutDifferences.Builder message = counts.clone();
    if (counts.getCompared() > 0) {
      message.setMeanDifference(sum / counts.getCompared());
      message.setMeanDistance(distance / counts.getCompared());
    }
    for (long count : histogram) {
      message.addDifferenceHistogram(count);
    }
    labels.entrySet().stream()
        .sorted(Map.Entry.<Labels, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(
            pair ->
                message.addLabels(
                    LabelPair.newBuilder()
                        .setChampion(pair.getKey().champion())
                        .setChallenger(pair.getKey().challenger())
                        .setCount(pair.getValue())));
    return message
        .addAllNgrams(ngrams.heaviest())
        .setChampion(champion)
        .setChallenger(challenger)
        .build();
  }
}
