package chatwarden.inference.linear;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.DecisionRule;
import chatwarden.inference.classifier.DecisiveWordSearch;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Explanation.Ngram;
import chatwarden.inference.linear.FeaturePlaces.Place;
import chatwarden.text.CodePointRange;
import chatwarden.text.NormalizedText;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Explains what a model over hashed n-grams says, from what each feature adds to its scores.
 *
 * <p>A feature that occurs more than once shares its effect among its occurrences. The features of
 * all views that stand at the same place of the text as it came count as one n-gram there. What the
 * lexicon adds goes to the words and pairs that it knows, in proportion to their scores. Not safe
 * for threads; cheap to make.
 */
public final class Explainer {
  private final Normalizer normalizer = Normalizer.standard();
  private final FeaturePlaces places = new FeaturePlaces();
  private final FeatureHashes features = new FeatureHashes();
  private final AdditiveScorer scorer;
  private final WordScores lexicon;
  private final FeatureHasher placing;
  private final FeatureHasher hasher;
  private final DecisionRule rule;
  private final int clean;

  /**
   * Explains a model.
   *
   * @param lexicon what the model's features of {@link FeatureView#LEXICON} rest on
   * @param rule how the scores of {@code scorer} become probabilities
   */
  public Explainer(AdditiveScorer scorer, WordScores lexicon, DecisionRule rule) {
    this.scorer = scorer;
    this.lexicon = lexicon;
    this.rule = rule;
    placing = new FeatureHasher(lexicon, places);
    hasher = new FeatureHasher(lexicon);
    clean = rule.labels().indexOf(ClassProbabilities.CLEAN);
  }

  /**
   * Explains the model's answer for {@code text}.
   *
   * @param threshold the offensive probability under which the decisive words bring the text
   */
  public Explanation explain(String text, float threshold) {
    NormalizedText normalized = normalizer.normalize(text);
    placing.hash(normalized.text(), features);
    double[] scores = scorer.score(features);
    int label = mostProbableOffence(rule.decide(scores));
    List<Ngram> ngrams = ngrams(normalized, label);
    List<Ngram> listed = ngrams.subList(0, Math.min(Explanation.MAX_NGRAMS, ngrams.size()));
    return new Explanation(
        rule.labels().get(label),
        logit(label, scores[label] - scores[clean]),
        logit(label, scorer.bias(label) - scorer.bias(clean)),
        listed,
        ngrams.stream().skip(listed.size()).mapToDouble(Ngram::contribution).sum(),
        new DecisiveWordSearch(
                text,
                words(normalized, ngrams),
                threshold,
                DecisiveWordSearch.MAX_TRIALS,
                this::offensiveProbability)
            .find());
  }

  private int mostProbableOffence(ClassProbabilities judged) {
    int best = -1;
    for (int k = 0; k < judged.labels().size(); k++) {
      if (k != clean
          && (best < 0 || judged.probabilities().get(k) > judged.probabilities().get(best))) {
        best = k;
      }
    }
    return best;
  }

  private double logit(int label, double difference) {
    return rule.temperature() * difference + rule.shifts().get(label) - rule.shifts().get(clean);
  }

  private float offensiveProbability(String text) {
    hasher.hash(normalizer.normalize(text).text(), features);
    return rule.decide(scorer.score(features)).offensiveProbability();
  }

  /** All n-grams that matter to the model, the weightiest first. */
  private List<Ngram> ngrams(NormalizedText normalized, int label) {
    Map<CodePointRange, Double> byRange = new HashMap<>();
    for (FeatureView view : FeatureView.values()) {
      double[] effects = effects(view, label);
      if (view == FeatureView.LEXICON) {
        double sum = 0;
        for (double effect : effects) {
          sum += effect;
        }
        addLexicon(normalized, sum, byRange);
      } else {
        addView(normalized, view, effects, byRange);
      }
    }
    List<Ngram> ngrams = new ArrayList<>();
    byRange.forEach(
        (range, contribution) -> {
          if (contribution != 0) {
            ngrams.add(new Ngram(range, contribution));
          }
        });
    ngrams.sort(
        Comparator.<Ngram>comparingDouble(ngram -> -Math.abs(ngram.contribution()))
            .thenComparing(ngram -> ngram.range().start())
            .thenComparing(ngram -> ngram.range().end()));
    return ngrams;
  }

  private double[] effects(FeatureView view, int label) {
    double[] effects = scorer.effects(features, view, label);
    double[] against = scorer.effects(features, view, clean);
    for (int i = 0; i < effects.length; i++) {
      effects[i] = rule.temperature() * (effects[i] - against[i]);
    }
    return effects;
  }

  private void addView(
      NormalizedText normalized,
      FeatureView view,
      double[] effects,
      Map<CodePointRange, Double> byRange) {
    Map<Long, List<Place>> occurrences = new HashMap<>();
    for (Place place : places.places()) {
      if (place.view() == view.ordinal()) {
        occurrences.computeIfAbsent(place.hash(), _ -> new ArrayList<>()).add(place);
      }
    }
    for (int i = 0; i < effects.length; i++) {
      List<Place> found = occurrences.getOrDefault(features.hash(view, i), List.of());
      for (Place place : found) {
        byRange.merge(original(normalized, place.range()), effects[i] / found.size(), Double::sum);
      }
    }
  }

  private void addLexicon(
      NormalizedText normalized, double effect, Map<CodePointRange, Double> byRange) {
    List<Place> scored = places.places().stream().filter(Explainer::isScored).toList();
    double sum = scored.stream().mapToDouble(place -> lexicon.score(place.hash())).sum();
    for (Place place : scored) {
      double share = sum > 0 ? lexicon.score(place.hash()) / sum : 1.0 / scored.size();
      byRange.merge(original(normalized, place.range()), effect * share, Double::sum);
    }
  }

  /** Returns whether the lexicon may know the words there. */
  private static boolean isScored(Place place) {
    return (place.view() == FeatureView.PLAIN_WORDS.ordinal()
            && (place.words() == 1 || place.words() == 2))
        || (place.view() == FeatureView.WORDS.ordinal() && place.words() == 1);
  }

  /**
   * The words and signs of the text as it came, those whose n-grams contribute most first. What one
   * range became several words is one word.
   */
  private List<CodePointRange> words(NormalizedText normalized, List<Ngram> ngrams) {
    List<CodePointRange> words = new ArrayList<>();
    for (CodePointRange token : places.tokens()) {
      CodePointRange range = original(normalized, token);
      if (!words.isEmpty() && range.start() < words.getLast().end()) {
        CodePointRange last = words.removeLast();
        range = new CodePointRange(last.start(), Math.max(last.end(), range.end()));
      }
      words.add(range);
    }
    double[] weights = new double[words.size()];
    for (Ngram ngram : ngrams) {
      int word = firstReaching(words, ngram.range().start());
      for (; word < weights.length && words.get(word).start() < ngram.range().end(); word++) {
        weights[word] += ngram.contribution();
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> -weights[i]));
    return order.stream().map(words::get).toList();
  }

  /** Returns the first of the words that ends after {@code place}. */
  private static int firstReaching(List<CodePointRange> words, int place) {
    int low = 0;
    int high = words.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (words.get(middle).end() > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static CodePointRange original(NormalizedText normalized, CodePointRange range) {
    return normalized.offsets().toOriginal(range.start(), range.end());
  }
}
