package chatwarden.classifier.server;

import chatwarden.classifier.v1.ExplainedNgram;
import chatwarden.classifier.v1.ExplainedWord;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Judgement;
import chatwarden.text.CodePointRange;
import chatwarden.type.v1.Label;

/** A model's answer to a text, and the reasons for it. */
record ExplainedText(Judgement judgement, Explanation explanation) {

  /** Returns the explanation as the API gives it. */
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

  /** Returns the part of {@code text} in {@code range}. */
  static String part(String text, CodePointRange range) {
    int from = text.offsetByCodePoints(0, range.start());
    return text.substring(from, text.offsetByCodePoints(from, range.length()));
  }
}
