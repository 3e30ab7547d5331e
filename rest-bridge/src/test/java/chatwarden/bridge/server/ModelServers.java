package chatwarden.bridge.server;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc.ClassifierServiceImplBase;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc.TaggerServiceImplBase;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Label;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The two model servers of the bridge, with answers that tests can foresee. */
final class ModelServers implements AutoCloseable {

  final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
  final AtomicInteger received = new AtomicInteger();
  private final GrpcEndpoint endpoint =
      GrpcEndpoint.builder("models")
          .address("127.0.0.1", 0)
          .service(new Classifier())
          .service(new Tagger())
          .build();

  ModelServers() throws Exception {
    endpoint.start();
  }

  String target() {
    return endpoint.target();
  }

  private static ClassifyTextsResponse classify(ClassifyTextsRequest request) {
    ClassifyTextsResponse.Builder response = ClassifyTextsResponse.newBuilder();
    for (TextToClassify text : request.getCommentsList()) {
      if (text.getText().isBlank()) {
        throw InvalidInputException.of("comments[0].text", "is blank");
      }
      if (text.getText().equals("full")) {
        throw OverloadedException.of("QUEUE_FULL", "full", Duration.ofMillis(1_500));
      }
      response.addClassifications(
          ClassifiedText.newBuilder()
              .setId(text.getId())
              .setClassification(
                  Classification.newBuilder()
                      .setLabel(Label.CLEAN)
                      .putProbabilities("CLEAN", 1)
                      .putAllCategories(request.getCategories() ? categories(text) : Map.of())
                      .setModel(
                          "length@" + text.getText().codePointCount(0, text.getText().length()))));
    }
    return response.build();
  }

  /** Kinds of abuse of texts that begin with "en", the only ones in which they are known. */
  private static Map<String, Float> categories(TextToClassify text) {
    return text.getText().startsWith("en") ? Map.of("threat", 0.75f, "sexual", 0.25f) : Map.of();
  }

  private final class Classifier extends ClassifierServiceImplBase {

    @Override
    public void classifyTexts(
        ClassifyTextsRequest request, StreamObserver<ClassifyTextsResponse> observer) {
      if (request.getLanguage().equals("never")) {
        Context.current().addListener(context -> cancelled.complete(true), Runnable::run);
        return;
      }
      try {
        observer.onNext(classify(request));
        observer.onCompleted();
      } catch (RuntimeException e) {
        observer.onError(StatusMapper.toStatus(e));
      }
    }

    @Override
    public StreamObserver<StreamingClassifyTextsRequest> streamingClassifyTexts(
        StreamObserver<StreamingClassifyTextsResponse> observer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(StreamingClassifyTextsRequest request) {
          received.incrementAndGet();
          try {
            observer.onNext(
                StreamingClassifyTextsResponse.newBuilder()
                    .setRequestId(request.getRequestId())
                    .setResponse(classify(request.getRequest()))
                    .build());
          } catch (RuntimeException e) {
            observer.onError(StatusMapper.toStatus(e));
          }
        }

        @Override
        public void onError(Throwable fault) {
          cancelled.complete(true);
        }

        @Override
        public void onCompleted() {
          observer.onCompleted();
        }
      };
    }
  }

  private static final class Tagger extends TaggerServiceImplBase {

    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> observer) {
      if (request.getLanguage().equals("never")) {
        return;
      }
      TagSpansResponse.Builder response = TagSpansResponse.newBuilder();
      request
          .getCommentsList()
          .forEach(text -> response.addTaggings(TaggedText.newBuilder().setId(text.getId())));
      observer.onNext(response.build());
      observer.onCompleted();
    }
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
