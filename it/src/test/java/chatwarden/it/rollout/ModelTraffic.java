package chatwarden.it.rollout;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.it.rollout.LabelledPhrases.Phrase;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Calls that name a model and no version, one after the other, until it is closed. */
final class ModelTraffic implements AutoCloseable {

  private final Channel bridge;
  private final String model;
  private final List<Phrase> phrases;
  private final Set<String> answering = ConcurrentHashMap.newKeySet();
  private final Queue<String> failed = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean isOver;

  private ModelTraffic(Channel bridge, String model, List<Phrase> phrases) {
    this.bridge = bridge;
    this.model = model;
    this.phrases = phrases;
    this.thread = Thread.ofPlatform().daemon().name("traffic").unstarted(this::run);
  }

  static ModelTraffic start(Channel bridge, String model, List<Phrase> phrases) {
    ModelTraffic traffic = new ModelTraffic(bridge, model, phrases);
    traffic.thread.start();
    return traffic;
  }

  /** Returns the version that answers a text. */
  static String answering(Channel bridge, String model, String text) {
    return ClassifierServiceGrpc.newBlockingStub(bridge)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .classifyTexts(
            ClassifyTextsRequest.newBuilder()
                .setModel(model)
                .addComments(TextToClassify.newBuilder().setText(text))
                .build())
        .getClassifications(0)
        .getClassification()
        .getModel();
  }

  private void run() {
    for (int n = 0; !isOver; n++) {
      try {
        String text = phrases.get(n % phrases.size()).text();
        answering.add(answering(bridge, model, text));
      } catch (StatusRuntimeException e) {
        failed.add(e.getStatus().toString());
      }
    }
  }

  /** Returns the versions that have answered. */
  Set<String> versions() {
    return Set.copyOf(answering);
  }

  /** Returns why calls failed. */
  List<String> failures() {
    return List.copyOf(failed);
  }

  @Override
  public void close() throws InterruptedException {
    isOver = true;
    thread.join();
  }
}
