package chatwarden.standalone.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.standalone.jsonl.TextModel;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Calls to a model that is away or full. */
class RetryingModelTest {
  private static final List<String> TEXTS = List.of("hello");

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aModelThatIsFullAndThenAwayIsAskedAgain() {
    TextModel model =
        texts ->
            switch (calls.incrementAndGet()) {
              case 1 ->
                  CompletableFuture.failedFuture(
                      StatusMapper.toStatus(
                          OverloadedException.of("FULL", "full", Duration.ofMillis(1))));
              case 2 -> CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException());
              default ->
                  CompletableFuture.completedFuture(List.of(ClassifiedText.getDefaultInstance()));
            };

    assertThat(retrying(model).answer(TEXTS).join()).hasSize(1);
    assertThat(calls).hasValue(3);
  }

  @Test
  void aModelThatStaysAwayIsGivenUp() {
    TextModel model =
        texts -> {
          calls.incrementAndGet();
          nanos.addAndGet(Duration.ofSeconds(40).toNanos());
          return CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException());
        };

    assertThatThrownBy(() -> retrying(model).answer(TEXTS).join())
        .satisfies(e -> assertThat(FaultCode.UNAVAILABLE.isOf(e.getCause())).isTrue());
    assertThat(calls).hasValue(2);
  }

  @Test
  void otherFaultsAreNotRepeated() {
    TextModel model =
        texts -> {
          calls.incrementAndGet();
          return CompletableFuture.failedFuture(Status.NOT_FOUND.asRuntimeException());
        };

    assertThatThrownBy(() -> retrying(model).answer(TEXTS).join())
        .satisfies(e -> assertThat(FaultCode.NOT_FOUND.isOf(e.getCause())).isTrue());
    assertThat(calls).hasValue(1);
  }

  private RetryingModel retrying(TextModel model) {
    return new RetryingModel(model, Duration.ofMinutes(1), nanos::get);
  }
}
