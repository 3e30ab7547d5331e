package chatwarden.standalone.batch;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.retry.Backoff;
import chatwarden.standalone.jsonl.TextModel;
import com.google.protobuf.Message;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks a model again while it is away or full: after the pause that it hints at, else after pauses
 * that grow to 5 seconds, for a while from the first refusal of a call on. Any thread may ask.
 */
final class RetryingModel {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final TextModel model;
  private final long patienceNanos;
  private final LongSupplier nanos;

  RetryingModel(TextModel model, Duration patience, LongSupplier nanos) {
    this.model = model;
    this.patienceNanos = patience.toNanos();
    this.nanos = nanos;
  }

  /**
   * Returns the answers; fails with a {@link ChatwardenException} where the model cannot give them.
   */
  CompletableFuture<List<? extends Message>> answer(List<String> texts) {
    return attempt(texts, new Backoff(FIRST_PAUSE, LONGEST_PAUSE), nanos.getAsLong());
  }

  private CompletableFuture<List<? extends Message>> attempt(
      List<String> texts, Backoff backoff, long begin) {
    return asked(texts)
        .exceptionallyCompose(fault -> retried(texts, backoff, begin, known(fault)))
        .toCompletableFuture();
  }

  private CompletionStage<List<? extends Message>> asked(List<String> texts) {
    try {
      return model.answer(texts);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<List<? extends Message>> retried(
      List<String> texts, Backoff backoff, long begin, RuntimeException fault) {
    if (!(fault instanceof ChatwardenException known)
        || !known.isTransient()
        || nanos.getAsLong() - begin > patienceNanos) {
      return CompletableFuture.failedFuture(fault);
    }
    Duration pause = known instanceof OverloadedException full ? full.retryAfter() : backoff.next();
    return CompletableFuture.supplyAsync(
            () -> texts, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
        .thenCompose(again -> attempt(again, backoff, begin));
  }

  private static RuntimeException known(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    return switch (cause) {
      case StatusRuntimeException status -> StatusMapper.fromStatus(status);
      case ChatwardenException known -> known;
      default -> new IllegalStateException("a call to the model failed (a bug)", cause);
    };
  }
}
