package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ExplainedNgram;
import chatwarden.classifier.v1.ExplainedWord;
import chatwarden.classifier.v1.Explanation;
import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Question;
import chatwarden.runtime.error.ChatwardenException;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ClassifierExplanationsTest extends ClassifierServerFixture {

  @Test
  void explainsOnlyWhenAskedAndSaysTheSameThen() {
    String text = "😀 trời đẹp, n g u";
    ClassifiedText plain = classify(text).getClassifications(0);
    ClassifiedText explained = explain(request(text).toBuilder().setExplain(true));
    Explanation explanation = explained.getExplanation();
    ExplainedWord word = explanation.getDecisiveWords(0);

    assertThat(plain.hasExplanation()).isFalse();
    assertThat(explained.toBuilder().clearExplanation().build()).isEqualTo(plain);
    assertThat(explanation.getNgrams(0).getText()).isEqualTo("n g u");
    assertThat(word.getText()).isEqualTo("n g u");
    assertThat(word.getStart()).isEqualTo(text.codePointCount(0, text.length()) - 5);
    assertThat(word.getEnd()).isEqualTo(text.codePointCount(0, text.length()));
    assertThat(explanation.getDecisiveWordsMinimal()).isTrue();
    assertThat(explanation.getOffensiveProbabilityWithout())
        .isLessThan(0.3f)
        .isEqualTo(
            classify("😀 trời đẹp,  ")
                .getClassifications(0)
                .getClassification()
                .getOffensiveProbability());
    double sum =
        explanation.getNgramsList().stream().mapToDouble(ExplainedNgram::getContribution).sum();
    assertThat(explanation.getBias() + sum + explanation.getOther())
        .isCloseTo(explanation.getLogit(), Offset.offset(1e-3));
  }

  @Test
  void theThresholdOfAnExplanationIsTheCallersAndChecked() {
    ClassifyTextsRequest.Builder request = request("trời đẹp, đồ ngu").toBuilder().setExplain(true);

    assertThat(explain(request.setExplainThreshold(1)).getExplanation().getDecisiveWordsList())
        .isEmpty();
    assertThat(explain(request.setExplainThreshold(0.3f)).getExplanation().getDecisiveWordsList())
        .isNotEmpty();
    for (float wrong : new float[] {0, -1, 1.1f, Float.NaN}) {
      assertThat(problems(request.setExplainThreshold(wrong).build()))
          .containsExactly("explain_threshold");
    }
  }

  @Test
  void aModelThatCannotExplainItselfSaysSo() {
    Classifier silent =
        new Classifier() {
          @Override
          public List<String> labels() {
            return List.of("CLEAN");
          }

          @Override
          public List<ClassProbabilities> classify(List<String> texts) {
            return Collections.nCopies(
                texts.size(), new ClassProbabilities(labels(), List.of(1f), "CLEAN"));
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(
            () -> new ExplainedQuestion(0.3f).run(silent, List.of(Question.in("vi", "chào"))))
        .isInstanceOfSatisfying(
            ChatwardenException.class,
            fault -> assertThat(fault.reason()).isEqualTo("MODEL_CANNOT_EXPLAIN"));
  }

  private ClassifiedText explain(ClassifyTextsRequest.Builder request) {
    return ClassifierServiceGrpc.newBlockingStub(channel(server.target()))
        .classifyTexts(request.build())
        .getClassifications(0);
  }
}
