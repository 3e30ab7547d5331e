package chatwarden.standalone.batch;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Label;
import com.google.protobuf.Message;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that finds a text offensive by its length: each text has one answer. It fails on the text
 * {@code poison}, and is away at first for calls with the text {@code away}.
 */
final class WordModel implements TextModel {
  private final String version;
  private final int mostCalls;
  private final AtomicInteger calls = new AtomicInteger();
  private final Set<List<String>> refused = ConcurrentHashMap.newKeySet();

  /**
   * A model that hangs after some calls.
   *
   * @param mostCalls how many calls it answers
   */
  WordModel(String version, int mostCalls) {
    this.version = version;
    this.mostCalls = mostCalls;
  }

  @Override
  public CompletionStage<List<? extends Message>> answer(List<String> texts) {
    if (texts.contains("poison")) {
      return CompletableFuture.failedFuture(Status.INTERNAL.asRuntimeException());
    }
    if (texts.contains("away") && refused.add(texts)) {
      return CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException());
    }
    return calls.incrementAndGet() > mostCalls
        ? new CompletableFuture<>()
        : CompletableFuture.supplyAsync(() -> texts.stream().map(this::classified).toList());
  }

  private ClassifiedText classified(String text) {
    float offensive = (text.length() % 10) / 10f;
    return ClassifiedText.newBuilder()
        .setClassification(
            Classification.newBuilder()
                .setLabel(offensive > 0.5 ? Label.OFFENSIVE : Label.CLEAN)
                .setOffensiveProbability(offensive)
                .putProbabilities("CLEAN", 1 - offensive)
                .putProbabilities("OFFENSIVE", offensive)
                .setModel("words@" + version))
        .build();
  }
}
