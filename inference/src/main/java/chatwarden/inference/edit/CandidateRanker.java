package chatwarden.inference.edit;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.classifier.TieredClassifier;
import chatwarden.inference.classifier.TieredClassifier.TierAnswer;
import chatwarden.inference.rewriter.RewriteCandidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranks candidates by similarity, strength and fluency, as prompt and rerank does (Suzgun et al.,
 * 2022), and by the words kept and the support of the edit network: a weighted sum.
 *
 * <p>Goes from cheap scores to dear ones. The first tier of stage 1 estimates the strength of all;
 * the network reads the best of them; and all of stage 1 is asked about the best of these, a few at
 * a time, until one is clean. A candidate that it was not asked about is never returned.
 */
final class CandidateRanker {
  private static final Comparator<RewriteCandidate> BEST_FIRST =
      Comparator.comparing(RewriteCandidate::score).reversed();

  private final CandidateReader reader;
  private final Classifier judge;
  private final EditRules rules;

  /**
   * Creates a ranker.
   *
   * @param judge says how offensive texts are
   */
  CandidateRanker(CandidateReader reader, Classifier judge, EditRules rules) {
    this.reader = reader;
    this.judge = judge;
    this.rules = rules;
  }

  /** Returns how offensive texts are, in [0, 1]. */
  List<Double> offensive(Question question, List<String> texts) {
    return probabilities(judge.judge(questions(question, texts)));
  }

  /** Returns how offensive texts are by the first tier of stage 1, where it has several. */
  List<Double> estimates(Question question, List<String> texts) {
    return judge instanceof TieredClassifier tiered
        ? probabilities(
            tiered.first(questions(question, texts)).stream().map(TierAnswer::judgement).toList())
        : offensive(question, texts);
  }

  private static List<Question> questions(Question question, List<String> texts) {
    return texts.stream().map(question::with).toList();
  }

  private static List<Double> probabilities(List<Judgement> judgements) {
    return judgements.stream()
        .map(judgement -> (double) judgement.classes().offensiveProbability())
        .toList();
  }

  /**
   * A draft with its known scores.
   *
   * @param strength 1 less the offensive probability
   * @param similarity 0 before the network has read it, as the fluency is
   */
  private record Rated(Draft draft, double strength, double similarity, double fluency) {}

  private double score(Rated rated, List<Double> weights) {
    return weights.get(0) * rated.similarity()
        + weights.get(1) * rated.draft().keptShare()
        + weights.get(2) * Math.log(Math.max(rated.strength(), rules.leastStrength()))
        + weights.get(3) * rated.fluency()
        + weights.get(4) * rated.draft().support();
  }

  /**
   * Returns the best candidates for the text that {@code question} asks about, the best first: all
   * of them no more offensive than the text. Empty if none of {@code drafts} is.
   */
  List<RewriteCandidate> ranked(Passage passage, Question question, List<Draft> drafts) {
    LanguageLists lists = rules.lists(passage.language());
    List<Double> weights = lists.weights();
    List<Rated> rated = bestFirst(estimated(question, drafts), weights);
    for (int from = 0; from < rated.size(); from += lists.read()) {
      int to = Math.min(from + lists.read(), rated.size());
      List<Rated> read = bestFirst(read(passage, rated.subList(from, to)), weights);
      List<RewriteCandidate> allowed = allowed(question, read, weights);
      if (!allowed.isEmpty()) {
        return allowed;
      }
    }
    return List.of();
  }

  private List<Rated> bestFirst(List<Rated> rated, List<Double> weights) {
    return rated.stream()
        .sorted(Comparator.comparing((Rated each) -> score(each, weights)).reversed())
        .toList();
  }

  private List<Rated> estimated(Question question, List<Draft> drafts) {
    List<Double> offensive = estimates(question, drafts.stream().map(Draft::text).toList());
    List<Rated> rated = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      rated.add(new Rated(drafts.get(i), 1 - offensive.get(i), 0, 0));
    }
    return rated;
  }

  private List<Rated> read(Passage passage, List<Rated> rated) {
    List<CandidateReader.Reading> readings =
        reader.read(passage, rated.stream().map(each -> each.draft().text()).toList());
    List<Rated> read = new ArrayList<>();
    for (int i = 0; i < rated.size(); i++) {
      Rated each = rated.get(i);
      CandidateReader.Reading reading = readings.get(i);
      read.add(new Rated(each.draft(), each.strength(), reading.similarity(), reading.fluency()));
    }
    return read;
  }

  /** Returns those that stage 1 finds no worse than the text, among as many as it was asked. */
  private List<RewriteCandidate> allowed(
      Question question, List<Rated> rated, List<Double> weights) {
    List<RewriteCandidate> allowed = new ArrayList<>();
    for (int from = 0;
        from < rated.size() && !isClean(allowed);
        from += rules.checkedCandidates()) {
      int to = Math.min(from + rules.checkedCandidates(), rated.size());
      List<String> texts = new ArrayList<>();
      rated.subList(from, to).forEach(each -> texts.add(each.draft().text()));
      texts.add(question.text()); // in the same run; later its answer is remembered
      List<Double> offensive = offensive(question, texts);
      for (int i = from; i < to; i++) {
        if (offensive.get(i - from) <= offensive.getLast()) {
          allowed.add(candidate(rated.get(i), 1 - offensive.get(i - from), weights));
        }
      }
      allowed.sort(BEST_FIRST);
    }
    return allowed;
  }

  private boolean isClean(List<RewriteCandidate> allowed) {
    return !allowed.isEmpty() && 1 - allowed.getFirst().strength() < rules.cleanBelow();
  }

  private RewriteCandidate candidate(Rated rated, double strength, List<Double> weights) {
    Rated known = new Rated(rated.draft(), strength, rated.similarity(), rated.fluency());
    return new RewriteCandidate(
        rated.draft().text(),
        rated.draft().method(),
        rated.similarity(),
        strength,
        Math.exp(rated.fluency()),
        score(known, weights));
  }
}
