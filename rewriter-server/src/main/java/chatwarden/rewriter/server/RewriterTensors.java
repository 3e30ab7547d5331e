package chatwarden.rewriter.server;

import chatwarden.inference.rewriter.Rewriting;
import chatwarden.serving.openinference.AnswerTensor;
import java.util.List;

/** The answers of rewriters as tensors of the Open Inference Protocol. */
final class RewriterTensors {

  static final List<AnswerTensor<Rewriting>> ALL =
      List.of(
          new AnswerTensor.Texts<>("verdict", answer -> answer.verdict().name()),
          new AnswerTensor.Texts<>("rewrite", Rewriting::rewrite),
          new AnswerTensor.Texts<>("obstacle", answer -> answer.obstacle().name()));

  private RewriterTensors() {}
}
