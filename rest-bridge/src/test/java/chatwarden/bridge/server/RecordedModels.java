package chatwarden.bridge.server;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc.ClassifierServiceImplBase;
import chatwarden.classifier.v1.StreamClassificationsRequest;
import chatwarden.classifier.v1.StreamClassificationsResponse;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc.TaggerServiceImplBase;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.Tagging;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Model servers that answer as the comments of {@link TestBridge} are stored: texts with the word
 * "bad" are offensive. They record what they are asked.
 */
final class RecordedModels implements AutoCloseable {

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Set<String> priorities = ConcurrentHashMap.newKeySet();
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private volatile String model = "model@1";
  private volatile String tagger = "tagger@1";
  private volatile String tier = "";
  private volatile boolean flagsEverything;
  private final GrpcEndpoint endpoint =
      GrpcEndpoint.builder("models")
          .address("127.0.0.1", 0)
          .service(CallPriority.read(new Classifier()))
          .service(CallPriority.read(new Tagger()))
          .build();

  RecordedModels() throws Exception {
    endpoint.start();
  }

  String target() {
    return endpoint.target();
  }

  void reset() {
    asked.clear();
    priorities.clear();
    models.clear();
    model = "model@1";
    tagger = "tagger@1";
    tier = "";
    flagsEverything = false;
  }

  void answerAs(String classifierModel, String taggerModel) {
    model = classifierModel;
    tagger = taggerModel;
  }

  void tier(String name) {
    tier = name;
  }

  void flagEverything() {
    flagsEverything = true;
  }

  List<String> asked() {
    return asked;
  }

  Set<String> priorities() {
    return priorities;
  }

  Set<String> models() {
    return models;
  }

  private Classification classification(String text) {
    boolean flagged = flagsEverything || text.contains("bad");
    float offensive = flagged ? 0.75f : 0.125f;
    return Classification.newBuilder()
        .setLabel(flagged ? Label.OFFENSIVE : Label.CLEAN)
        .putProbabilities("CLEAN", 1 - offensive)
        .putProbabilities("OFFENSIVE", offensive)
        .putProbabilities("HATE", 0)
        .setOffensiveProbability(offensive)
        .setModel(model)
        .setTier(tier)
        .build();
  }

  private final class Classifier extends ClassifierServiceImplBase {

    @Override
    public void streamClassifications(
        StreamClassificationsRequest request,
        StreamObserver<StreamClassificationsResponse> observer) {
      priorities.add(CallPriority.current().name());
      models.add(request.getModel());
      for (int i = request.getCommentsCount() - 1; i >= 0; i--) {
        String text = request.getComments(i).getText();
        asked.add(text);
        observer.onNext(
            StreamClassificationsResponse.newBuilder()
                .setIndex(i)
                .setClassification(
                    ClassifiedText.newBuilder().setClassification(classification(text)))
                .build());
      }
      observer.onCompleted();
    }
  }

  private final class Tagger extends TaggerServiceImplBase {

    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> observer) {
      TagSpansResponse.Builder response = TagSpansResponse.newBuilder();
      request
          .getCommentsList()
          .forEach(
              text ->
                  response.addTaggings(
                      TaggedText.newBuilder().setTagging(tagging(text.getText()))));
      observer.onNext(response.build());
      observer.onCompleted();
    }

    private Tagging tagging(String text) {
      return Tagging.newBuilder()
          .addSpans(
              Span.newBuilder().setStart(0).setEnd(1).setText(text.substring(0, 1)).setScore(0.5f))
          .setCoverage(0.25f)
          .setModel(tagger)
          .build();
    }
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
