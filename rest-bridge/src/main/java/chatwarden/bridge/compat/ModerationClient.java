package chatwarden.bridge.compat;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.type.v1.Span;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the model servers about texts. Never blocks; safe for use by many threads. */
public final class ModerationClient {

  private static final int BATCH =
      FieldRules.most(ClassifyTextsRequest.getDescriptor(), "comments");

  private final ClassifierServiceGrpc.ClassifierServiceStub classifier;
  private final TaggerServiceGrpc.TaggerServiceStub tagger;
  private final Duration limit;

  /** Asks the servers at the channels, each call within {@code limit}. */
  public ModerationClient(Channel classifier, Channel tagger, Duration limit) {
    this.classifier = ClassifierServiceGrpc.newStub(classifier);
    this.tagger = TaggerServiceGrpc.newStub(tagger);
    this.limit = limit;
  }

  /**
   * Returns the judgement of each text, in their order; fails with the server's fault for the
   * first.
   *
   * @param categories whether each is to have its categories
   */
  CompletableFuture<List<ModerationResult>> classify(
      List<String> texts, String language, boolean categories) {
    List<CompletableFuture<ClassifyTextsResponse>> answers = new ArrayList<>();
    for (int begin = 0; begin < texts.size(); begin += BATCH) {
      ClassifyTextsRequest.Builder request =
          ClassifyTextsRequest.newBuilder().setLanguage(language).setCategories(categories);
      for (String text : texts.subList(begin, Math.min(texts.size(), begin + BATCH))) {
        request.addComments(TextToClassify.newBuilder().setText(text));
      }
      answers.add(
          ask(
              observer ->
                  classifier
                      .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
                      .classifyTexts(request.build(), observer)));
    }
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(
            _ ->
                answers.stream()
                    .flatMap(answer -> answer.join().getClassificationsList().stream())
                    .map(ModerationResult::of)
                    .toList());
  }

  /** The spans of a text; none where no model tags its language. */
  CompletableFuture<List<Span>> tag(String text, String language) {
    TagSpansRequest request =
        TagSpansRequest.newBuilder()
            .setLanguage(language)
            .addComments(TextToTag.newBuilder().setText(text))
            .build();
    CompletableFuture<TagSpansResponse> answer =
        ask(
            observer ->
                tagger
                    .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
                    .tagSpans(request, observer));
    return answer
        .thenApply(response -> response.getTaggings(0).getTagging().getSpansList())
        .exceptionallyCompose(
            fault ->
                FaultCode.NOT_FOUND.isOf(fault.getCause())
                    ? CompletableFuture.completedFuture(List.of())
                    : CompletableFuture.failedFuture(fault));
  }

  private static <T> CompletableFuture<T> ask(Consumer<StreamObserver<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    call.accept(
        new StreamObserver<>() {
          private @Nullable T value;

          @Override
          public void onNext(T next) {
            value = next;
          }

          @Override
          public void onError(Throwable fault) {
            answer.completeExceptionally(translated(fault));
          }

          @Override
          public void onCompleted() {
            answer.complete(value);
          }
        });
    return answer;
  }

  /** What the server says passes; that it cannot be reached is said without its address. */
  private static ChatwardenException translated(Throwable fault) {
    if (fault instanceof StatusRuntimeException status) {
      return switch (status.getStatus().getCode()) {
        case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED ->
            FaultCode.UNAVAILABLE.exception(
                "SERVER_AWAY", "the model does not answer; try again", fault);
        default -> StatusMapper.fromStatus(status);
      };
    }
    return StatusMapper.fromStatus(Status.fromThrowable(fault).asRuntimeException());
  }
}
