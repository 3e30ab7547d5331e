package chatwarden.ingest.stage;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifierServiceGrpc.ClassifierServiceBlockingStub;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.grpc.CallAffinity;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.type.v1.Classification;
import io.grpc.Channel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls the classifier with live priority, and again for as long as it is away. Calls block and
 * belong on virtual threads.
 */
final class ClassifierCalls {

  private final ClassifierServiceBlockingStub stub;
  private final RetryingCall patience;
  private final Duration timeout;
  private final int maxAttempts;
  private final StageMetrics metrics;

  ClassifierCalls(
      Channel channel,
      RetryingCall patience,
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

  /**
   * Returns the classifications of 1 to 64 texts, in their order.
   *
   * @param chat the chat that they are of, which one version of a model answers
   * @param language to judge them in; {@code auto} to have it detected text by text
   */
  List<Classification> classify(String chat, List<String> texts, String language)
      throws PermanentFaultException, InterruptedException {
    ClassifyTextsRequest request = request(texts, language);
    for (int attempt = 1; ; attempt++) {
      try {
        List<ClassifiedText> answers = patience.answer(() -> call(chat, request));
        if (answers.size() != texts.size()) {
          throw new PermanentFaultException("ANSWERS_MISSING", true);
        }
        return answers.stream().map(ClassifiedText::getClassification).toList();
      } catch (PermanentFaultException e) {
        metrics.attemptFailed(e.reason());
        if (!e.isWorthRepeating() || attempt >= maxAttempts) {
          throw e;
        }
      }
    }
  }

  private List<ClassifiedText> call(String chat, ClassifyTextsRequest request) {
    return stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .withInterceptors(CallAffinity.of(chat))
        .classifyTexts(request)
        .getClassificationsList();
  }

  /** Without ids, which a source may repeat: the answers come in the order of the request. */
  private static ClassifyTextsRequest request(List<String> texts, String language) {
    ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder().setLanguage(language);
    for (String text : texts) {
      request.addComments(TextToClassify.newBuilder().setText(text));
    }
    return request.build();
  }
}
