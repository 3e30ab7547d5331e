package chatwarden.ingest.stage;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifierServiceGrpc.ClassifierServiceBlockingStub;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.policy.ChatPolicy;
import chatwarden.policy.FlagDecision;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has batches classified, before what is not live, for as long as it takes. If the classifier
 * refuses a batch, or breaks on it again and again, its comments are asked about one by one, so
 * that only the bad ones are refused. Calls block and belong on virtual threads.
 */
final class ClassifierClient {

  private final ClassifierServiceBlockingStub stub;
  private final PatientCall patience;
  private final Duration timeout;
  private final int maxAttempts;
  private final StageMetrics metrics;

  ClassifierClient(
      Channel channel,
      PatientCall patience,
      Duration timeout,
      int maxAttempts,
      StageMetrics metrics) {
    this.stub =
        ClassifierServiceGrpc.newBlockingStub(channel).withInterceptors(CallPriority.LIVE.claim());
    this.patience = patience;
    this.timeout = timeout;
    this.maxAttempts = maxAttempts;
    this.metrics = metrics;
  }

  Classified classify(List<Comment> comments, ChatPolicy policy) throws InterruptedException {
    List<ClassifiedComment> classified = new ArrayList<>(comments.size());
    List<Classified.Refused> refused = new ArrayList<>(0);
    classify(comments, policy, classified, refused);
    return new Classified(classified, refused);
  }

  private void classify(
      List<Comment> comments,
      ChatPolicy policy,
      List<ClassifiedComment> classified,
      List<Classified.Refused> refused)
      throws InterruptedException {
    try {
      List<ClassifiedText> answers = answers(request(comments), comments.size());
      for (int i = 0; i < answers.size(); i++) {
        classified.add(join(comments.get(i), answers.get(i), policy));
      }
    } catch (PermanentFaultException e) {
      if (comments.size() == 1) {
        refused.add(new Classified.Refused(comments.getFirst(), e.reason()));
        return;
      }
      for (Comment comment : comments) {
        classify(List.of(comment), policy, classified, refused);
      }
    }
  }

  private List<ClassifiedText> answers(ClassifyTextsRequest request, int count)
      throws PermanentFaultException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        List<ClassifiedText> answers = patience.answer(() -> call(request));
        if (answers.size() != count) {
          throw new PermanentFaultException("ANSWERS_MISSING", true);
        }
        return answers;
      } catch (PermanentFaultException e) {
        metrics.attemptFailed(e.reason());
        if (!e.isWorthRepeating() || attempt >= maxAttempts) {
          throw e;
        }
      }
    }
  }

  private List<ClassifiedText> call(ClassifyTextsRequest request) {
    return stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .classifyTexts(request)
        .getClassificationsList();
  }

  /** Without ids, which a source may repeat: the answers come in the order of the request. */
  private static ClassifyTextsRequest request(List<Comment> comments) {
    ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder();
    for (Comment comment : comments) {
      request.addComments(TextToClassify.newBuilder().setText(comment.getText()));
    }
    return request.build();
  }

  private static ClassifiedComment join(Comment comment, ClassifiedText answer, ChatPolicy policy) {
    Classification classification =
        Classification.newBuilder()
            .setLabel(answer.getLabel())
            .putAllProbabilities(answer.getProbabilitiesMap())
            .setOffensiveProbability(answer.getOffensiveProbability())
            .setModel(answer.getModel())
            .build();
    FlagDecision decision = policy.decide(comment, classification);
    return ClassifiedComment.newBuilder()
        .setComment(comment)
        .setClassification(classification)
        .setFlagged(decision.flagged())
        .setFlagReason(decision.reason())
        .setFlagRule(decision.rule())
        .build();
  }
}
