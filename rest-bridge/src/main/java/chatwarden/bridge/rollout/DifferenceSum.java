package chatwarden.bridge.rollout;

import chatwarden.rollout.v1.LabelPair;
import chatwarden.rollout.v1.NgramDifference;
import chatwarden.rollout.v1.RolloutDifferences;
import chatwarden.rollout.v1.VersionUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds the differences that several servers counted. */
final class DifferenceSum {

  private static final int NGRAMS = 50;

  private DifferenceSum() {}

  static RolloutDifferences of(List<RolloutDifferences> all) {
    RolloutDifferences sum = RolloutDifferences.getDefaultInstance();
    for (RolloutDifferences each : all) {
      sum = sum(sum, each);
    }
    return sum;
  }

  private static RolloutDifferences sum(RolloutDifferences one, RolloutDifferences other) {
    long compared = one.getCompared() + other.getCompared();
    return RolloutDifferences.newBuilder()
        .setCompared(compared)
        .setSameLabel(one.getSameLabel() + other.getSameLabel())
        .setBothFlag(one.getBothFlag() + other.getBothFlag())
        .setChampionFlags(one.getChampionFlags() + other.getChampionFlags())
        .setChallengerFlags(one.getChallengerFlags() + other.getChallengerFlags())
        .setMeanDifference(mean(one, one.getMeanDifference(), other, other.getMeanDifference()))
        .setMeanDistance(mean(one, one.getMeanDistance(), other, other.getMeanDistance()))
        .addAllDifferenceHistogram(histogram(one, other))
        .addAllLabels(labels(one, other))
        .addAllNgrams(ngrams(one, other))
        .setDropped(one.getDropped() + other.getDropped())
        .setFailed(one.getFailed() + other.getFailed())
        .setChampion(use(one.getChampion(), other.getChampion()))
        .setChallenger(use(one.getChallenger(), other.getChallenger()))
        .build();
  }

  private static double mean(
      RolloutDifferences one, double ofOne, RolloutDifferences other, double ofOther) {
    long compared = one.getCompared() + other.getCompared();
    return compared == 0
        ? 0
        : (ofOne * one.getCompared() + ofOther * other.getCompared()) / compared;
  }

  private static List<Long> histogram(RolloutDifferences one, RolloutDifferences other) {
    List<Long> sum = new ArrayList<>(other.getDifferenceHistogramList());
    for (int i = 0; i < one.getDifferenceHistogramCount(); i++) {
      sum.set(i, sum.get(i) + one.getDifferenceHistogram(i));
    }
    return sum;
  }

  private static List<LabelPair> labels(RolloutDifferences one, RolloutDifferences other) {
    Map<LabelPair, Long> counts = new HashMap<>();
    for (RolloutDifferences each : List.of(one, other)) {
      each.getLabelsList()
          .forEach(
              pair ->
                  counts.merge(pair.toBuilder().clearCount().build(), pair.getCount(), Long::sum));
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().toBuilder().setCount(entry.getValue()).build())
        .sorted(
            Comparator.comparingLong(LabelPair::getCount)
                .reversed()
                .thenComparing(LabelPair::getChampion)
                .thenComparing(LabelPair::getChallenger))
        .toList();
  }

  private static List<NgramDifference> ngrams(RolloutDifferences one, RolloutDifferences other) {
    Map<String, NgramDifference> sums = new HashMap<>();
    for (RolloutDifferences each : List.of(one, other)) {
      each.getNgramsList()
          .forEach(ngram -> sums.merge(ngram.getNgram(), ngram, DifferenceSum::ngram));
    }
    return sums.values().stream()
        .sorted(
            Comparator.comparingDouble(NgramDifference::getWeight)
                .reversed()
                .thenComparing(NgramDifference::getNgram))
        .limit(NGRAMS)
        .toList();
  }

  /** Each mean counts by its weight, as the number of times is not told. */
  private static NgramDifference ngram(NgramDifference one, NgramDifference other) {
    double weight = one.getWeight() + other.getWeight();
    return one.toBuilder()
        .setTexts(one.getTexts() + other.getTexts())
        .setDifference(
            weight == 0
                ? 0
                : (one.getDifference() * one.getWeight()
                        + other.getDifference() * other.getWeight())
                    / weight)
        .setWeight(weight)
        .build();
  }

  private static VersionUse use(VersionUse one, VersionUse other) {
    return VersionUse.newBuilder()
        .setCalls(one.getCalls() + other.getCalls())
        .setErrors(one.getErrors() + other.getErrors())
        .setTexts(one.getTexts() + other.getTexts())
        .setFlagged(one.getFlagged() + other.getFlagged())
        .build();
  }
}
