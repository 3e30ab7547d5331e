package chatwarden.classifier.server;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.TieredClassifier.TierAnswer;
import chatwarden.serving.rollout.ComparedAnswer;
import chatwarden.serving.rollout.Comparison;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Compares versions by label, offensive probability and flag, and explains by n-grams. */
final class ClassifierComparison implements Comparison<Classifier, TierAnswer> {

  @Override
  public Optional<ComparedAnswer> compared(TierAnswer answer) {
    ClassProbabilities classes = answer.judgement().classes();
    double probability = Math.clamp(classes.offensiveProbability(), 0, 1);
    return Optional.of(
        new ComparedAnswer(
            classes.label(), probability, probability >= ClassifierGrpcService.DEFAULT_THRESHOLD));
  }

  @Override
  public Map<String, Double> reasons(Classifier model, String text, Supplier<TierAnswer> answer) {
    Map<String, Double> contributions = new HashMap<>();
    // Hardly a text reaches this threshold, so that no decisive words are searched for.
    for (Explanation.Ngram ngram : model.explain(text, 1).ngrams()) {
      contributions.merge(
          ExplainedText.part(text, ngram.range()).toLowerCase(Locale.ROOT),
          ngram.contribution(),
          Double::sum);
    }
    return contributions;
  }
}
