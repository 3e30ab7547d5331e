package chatwarden.classifier.server;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.serving.door.Inference;
import java.util.ArrayList;
import java.util.List;

/**
 * The question to a classifier for its reasons, too.
 *
 * @param threshold the offensive probability under which the decisive words bring a text
 */
record ExplainedQuestion(float threshold)
    implements Inference<Classifier, Question, ExplainedText> {

  @Override
  public Question tokenise(Classifier model, String text, String language) {
    return ClassifierGrpcService.USUAL_QUESTION.tokenise(model, text, language);
  }

  @Override
  public int tokens(Question question) {
    return ClassifierGrpcService.USUAL_QUESTION.tokens(question);
  }

  @Override
  public List<ExplainedText> run(Classifier model, List<Question> questions) {
    List<Judgement> judged = model.judge(questions);
    List<ExplainedText> explained = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      explained.add(new ExplainedText(judged.get(i), model.explain(questions.get(i), threshold)));
    }
    return explained;
  }

  @Override
  public boolean marksUnknownLanguages() {
    return true;
  }

  @Override
  public ExplainedText inUnknownLanguage(ExplainedText answer) {
    return new ExplainedText(answer.judgement().notJudged(), answer.explanation());
  }
}
