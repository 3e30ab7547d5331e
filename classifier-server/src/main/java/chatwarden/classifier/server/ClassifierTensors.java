package chatwarden.classifier.server;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.serving.openinference.AnswerTensor;
import java.util.List;

/** What classifiers say, as tensors. */
final class ClassifierTensors {

  static final List<AnswerTensor<ClassProbabilities>> ALL =
      List.of(
          new AnswerTensor.Texts<>("label", ClassProbabilities::label),
          new AnswerTensor.NumbersByLabel<>("probabilities", ClassProbabilities::probabilities),
          new AnswerTensor.Numbers<>(
              "offensive_probability", ClassProbabilities::offensiveProbability));

  private ClassifierTensors() {}
}
