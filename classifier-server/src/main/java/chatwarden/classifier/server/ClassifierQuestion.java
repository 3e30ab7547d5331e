package chatwarden.classifier.server;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.classifier.TieredClassifier;
import chatwarden.inference.classifier.TieredClassifier.TierAnswer;
import chatwarden.serving.door.Inference;
import java.util.List;

/**
 * The usual question to a classifier: the first tier of a tiered one answers at once, and the
 * better ones improve unsure answers.
 *
 * @param everyTier whether every text goes on to the last tier, sure or not
 */
record ClassifierQuestion(boolean everyTier)
    implements Inference<Classifier, Question, TierAnswer> {

  private static final double[][] NO_EVIDENCE = {};

  @Override
  public Question tokenise(Classifier model, String text, String language) {
    return language.equals(ANY_LANGUAGE)
        ? Question.inAnyLanguage(text)
        : Question.in(language, text);
  }

  @Override
  public int tokens(Question question) {
    return Inference.estimatedTokens(question.text());
  }

  @Override
  public List<TierAnswer> run(Classifier model, List<Question> questions) {
    if (model instanceof TieredClassifier tiered) {
      List<TierAnswer> answers = tiered.first(questions);
      return everyTier ? answers.stream().map(TierAnswer::notFinal).toList() : answers;
    }
    return model.judge(questions).stream().map(ClassifierQuestion::only).toList();
  }

  private static TierAnswer only(Judgement judgement) {
    return new TierAnswer(judgement, 0, true, NO_EVIDENCE);
  }

  @Override
  public boolean isFinal(TierAnswer answer) {
    return answer.isFinal();
  }

  @Override
  public double urgency(TierAnswer answer) {
    return answer.uncertainty();
  }

  @Override
  public List<TierAnswer> refine(
      Classifier model, List<Question> questions, List<TierAnswer> answers) {
    return ((TieredClassifier) model).better(questions, answers);
  }

  @Override
  public boolean marksUnknownLanguages() {
    return true;
  }

  @Override
  public TierAnswer inUnknownLanguage(TierAnswer answer) {
    return new TierAnswer(
        answer.judgement().notJudged(), answer.tier(), answer.isFinal(), answer.evidence());
  }
}
