package chatwarden.classifier.server;

import chatwarden.classifier.v1.ExplainedNgram;
import chatwarden.classifier.v1.ExplainedWord;
import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.text.CodePointRange;
import chatwarden.type.v1.Label;
import java.util.ArrayList;
import java.util.List;

/** What a model says of a text, and why. */
record ExplainedText(ClassProbabilities probabilities, Explanation explanation) {

  /** Asks {@code model} about every text. */
  static List<ExplainedText> all(Classifier model, List<String> texts, float threshold) {
    List<ClassProbabilities> judged = model.classify(texts);
    List<ExplainedText> explained = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      explained.add(new ExplainedText(judged.get(i), model.explain(texts.get(i), threshold)));
    }
    return explained;
  }

  /** The explanation as the API gives it. */
  chatwarden.classifier.v1.Explanation message(String text) {
    var message =
        chatwarden.classifier.v1.Explanation.newBuilder()
            .setLabel(Label.valueOf(explanation.label()))
            .setLogit((float) explanation.logit())
            .setBias((float) explanation.bias())
            .setOther((float) explanation.other())
            .setDecisiveWordsMinimal(explanation.decisive().minimal())
            .setOffensiveProbabilityWithout(explanation.decisive().offensiveProbability());
    for (Explanation.Ngram ngram : explanation.ngrams()) {
      message.addNgrams(
          ExplainedNgram.newBuilder()
              .setStart(ngram.range().start())
              .setEnd(ngram.range().end())
              .setText(part(text, ngram.range()))
              .setContribution((float) ngram.contribution()));
    }
    for (CodePointRange word : explanation.decisive().words()) {
      message.addDecisiveWords(
          ExplainedWord.newBuilder()
              .setStart(word.start())
              .setEnd(word.end())
              .setText(part(text, word)));
    }
    return message.build();
  }

  private static String part(String text, CodePointRange range) {
    int from = text.offsetByCodePoints(0, range.start());
    return text.substring(from, text.offsetByCodePoints(from, range.length()));
  }
}
