package chatwarden.ingest.source;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A pipeline that remembers its deliveries, in order, and confirms on demand. */
public final class RecordingSink implements SourceSink {
  private final List<Object> taken = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final OnDelivery onDelivery;
  private volatile Supplier<CompletionStage<Long>> barrier =
      () -> CompletableFuture.completedFuture(0L);

  /** What a delivery does besides being remembered. */
  public interface OnDelivery {
    void accept(Comment comment) throws InterruptedException;
  }

  /** Takes everything at once. */
  public RecordingSink() {
    this(comment -> {});
  }

  /** Runs the action with every comment before it is taken. */
  public RecordingSink(OnDelivery onDelivery) {
    this.onDelivery = onDelivery;
  }

  /** Answers barriers with this from now on. */
  public void confirmBy(Supplier<CompletionStage<Long>> confirm) {
    barrier = confirm;
  }

  @Override
  public void deliver(Comment comment) throws InterruptedException {
    onDelivery.accept(comment);
    add(comment);
  }

  @Override
  public void report(ChatEvent event) {
    add(event);
  }

  private synchronized void add(Object something) {
    taken.add(something);
  }

  @Override
  public synchronized void reject(Rejection rejection) {
    rejections.add(rejection);
  }

  @Override
  public CompletionStage<Long> barrier() {
    return barrier.get();
  }

  /** The comments, in order. */
  public synchronized List<Comment> comments() {
    return taken.stream().filter(Comment.class::isInstance).map(Comment.class::cast).toList();
  }

  /** The ids of the comments, in order. */
  public List<String> ids() {
    return comments().stream().map(Comment::getId).toList();
  }

  /** The reports, in order. */
  public synchronized List<ChatEvent> events() {
    return taken.stream().filter(ChatEvent.class::isInstance).map(ChatEvent.class::cast).toList();
  }

  /** Comments and reports, in order. */
  public synchronized List<Object> taken() {
    return List.copyOf(taken);
  }

  /** Returns the refused inputs, in order. */
  public synchronized List<Rejection> rejections() {
    return List.copyOf(rejections);
  }
}
