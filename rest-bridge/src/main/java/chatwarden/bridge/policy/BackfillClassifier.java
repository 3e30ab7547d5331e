package chatwarden.bridge.policy;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.StreamClassificationsRequest;
import chatwarden.classifier.v1.StreamClassificationsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.type.v1.Classification;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks stage 1 with the priority of backfill, and waits for the tier that decides: no text keeps
 * the answer of a first tier because others wait. Calls block and belong on virtual threads; safe
 * for use by many.
 */
final class BackfillClassifier {

  private final Channel channel;
  private final Duration limit;

  /** Asks the server at {@code channel}, each call within {@code limit}. */
  BackfillClassifier(Channel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * Returns the classifications of texts in their order, empty for those that are refused.
   *
   * @param language to judge them in; {@code auto} to have it detected text by text
   * @param model to ask; empty for the served one
   */
  List<Optional<Classification>> classify(List<String> texts, String language, String model) {
    if (texts.isEmpty()) {
      return List.of();
    }
    try {
      return ask(texts, language, model);
    } catch (StatusRuntimeException e) {
      ChatwardenException fault = StatusMapper.fromStatus(e);
      if (!FaultCode.INVALID_INPUT.isOf(fault)) {
        throw fault;
      }
      if (texts.size() == 1) {
        return List.of(Optional.empty());
      }
      int half = texts.size() / 2;
      List<Optional<Classification>> answers = new ArrayList<>(texts.size());
      answers.addAll(classify(texts.subList(0, half), language, model));
      answers.addAll(classify(texts.subList(half, texts.size()), language, model));
      return answers;
    }
  }

  private List<Optional<Classification>> ask(List<String> texts, String language, String model) {
    StreamClassificationsRequest.Builder request =
        StreamClassificationsRequest.newBuilder().setLanguage(language).setModel(model);
    texts.forEach(text -> request.addComments(TextToClassify.newBuilder().setText(text)));
    List<Optional<Classification>> answers =
        new ArrayList<>(Collections.nCopies(texts.size(), Optional.empty()));
    Iterator<StreamClassificationsResponse> stream =
        ClassifierServiceGrpc.newBlockingStub(channel)
            .withInterceptors(CallPriority.BACKFILL.claim())
            .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
            .streamClassifications(request.build());
    while (stream.hasNext()) {
      StreamClassificationsResponse answer = stream.next();
      answers.set(answer.getIndex(), Optional.of(answer.getClassification().getClassification()));
    }
    return answers;
  }
}
