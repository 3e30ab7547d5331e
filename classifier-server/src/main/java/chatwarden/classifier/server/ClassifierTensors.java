package chatwarden.classifier.server;

import chatwarden.inference.classifier.TieredClassifier.TierAnswer;
import chatwarden.serving.openinference.AnswerTensor;
import java.util.List;

/** What classifiers say, as tensors. */
final class ClassifierTensors {

  static final List<AnswerTensor<TierAnswer>> ALL =
      List.of(
          new AnswerTensor.Texts<>("label", answer -> answer.judgement().classes().label()),
          new AnswerTensor.NumbersByLabel<>(
              "probabilities", answer -> answer.judgement().classes().probabilities()),
          new AnswerTensor.Numbers<>(
              "offensive_probability",
              answer -> answer.judgement().classes().offensiveProbability()));

  private ClassifierTensors() {}
}
