package chatwarden.inference.edit;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.rewriter.RewriteCandidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Scores candidates by similarity, strength and fluency, as prompt and rerank does (Suzgun et al.,
 * 2022), and by the words kept and the support of the edit network: a weighted sum.
 */
final class CandidateRanker {
  private final EditNetwork network;
  private final WordCutter cutter;
  private final Classifier judge;
  private final Fluency fluency;
  private final double leastStrength;

  /**
   * Creates a ranker.
   *
   * @param judge says how offensive candidates are
   */
  CandidateRanker(EditNetwork network, WordCutter cutter, Classifier judge, EditRules rules) {
    this.network = network;
    this.cutter = cutter;
    this.judge = judge;
    this.fluency = new Fluency(network, rules.hiddenStride());
    this.leastStrength = rules.leastStrength();
  }

  /** Returns how offensive texts are, in [0, 1]. */
  List<Double> offensive(Question question, List<String> texts) {
    return judge.judge(texts.stream().map(question::with).toList()).stream()
        .map(Judgement::classes)
        .map(classes -> (double) classes.offensiveProbability())
        .toList();
  }

  /**
   * A draft with its scores.
   *
   * @param score the weighted sum without fluency
   */
  record Scored(Draft draft, double similarity, double strength, double score) {}

  /** Returns drafts, at least one, with all scores but fluency, in their order. */
  List<Scored> scored(
      Passage passage, Question question, List<Draft> drafts, List<Double> weights) {
    List<String> texts = drafts.stream().map(Draft::text).toList();
    List<Double> offensive = offensive(question, texts);
    List<long[]> rows = texts.stream().map(text -> cutter.cut(text).ids()).toList();
    NetworkReading reading = network.read(rows, List.of(), Set.of(EditNetwork.STATES));
    List<Scored> scored = new ArrayList<>();
    boolean[] wanted = passage.unmarkedTokens();
    for (int i = 0; i < texts.size(); i++) {
      double similarity =
          passage.states().similarity(wanted, TokenStates.of(reading, i, rows.get(i).length));
      double strength = 1 - offensive.get(i);
      double score =
          weights.get(0) * similarity
              + weights.get(1) * drafts.get(i).keptShare()
              + weights.get(2) * Math.log(Math.max(strength, leastStrength))
              + weights.get(4) * drafts.get(i).support();
      scored.add(new Scored(drafts.get(i), similarity, strength, score));
    }
    return scored;
  }

  /** Returns candidates with their fluency, the best first. */
  List<RewriteCandidate> ranked(List<Scored> scored, List<Double> weights) {
    double[] fluencies =
        fluency.of(scored.stream().map(each -> cutter.cut(each.draft().text()).ids()).toList());
    List<RewriteCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < fluencies.length; i++) {
      Scored each = scored.get(i);
      candidates.add(
          new RewriteCandidate(
              each.draft().text(),
              each.draft().method(),
              each.similarity(),
              each.strength(),
              Math.exp(fluencies[i]),
              each.score() + weights.get(3) * fluencies[i]));
    }
    candidates.sort(Comparator.comparing(RewriteCandidate::score).reversed());
    return candidates;
  }
}
