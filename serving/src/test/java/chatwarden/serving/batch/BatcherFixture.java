package chatwarden.serving.batch;

import chatwarden.runtime.grpc.CallPriority;
import chatwarden.runtime.telemetry.Telemetry;
import io.grpc.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Runs a batcher of one thread, 20 places and 12 tokens, which a row holds where a test wants that.
 */
@Timeout(60)
abstract class BatcherFixture {

  final Telemetry telemetry = Telemetry.prometheus();
  final Batcher batcher =
      new Batcher("test-server", new BatchSettings(1, 20, 12), telemetry.registry());
  final Lengths function = new Lengths("a");
  final AtomicInteger gone = new AtomicInteger();

  @BeforeEach
  void start() {
    batcher.start();
  }

  @AfterEach
  void close() {
    function.release();
    batcher.close();
    telemetry.close();
  }

  CompletableFuture<List<String>> submit(String... rows) {
    return batcher.submit(function, () -> List.of(rows), gone::incrementAndGet);
  }

  CompletableFuture<List<String>> submit(CallPriority priority, String... rows) throws Exception {
    return priority.within(Context.current()).call(() -> submit(rows));
  }

  CompletableFuture<?> block() throws InterruptedException {
    CompletableFuture<?> blocked = submit("block");
    function.awaitBlocked();
    return blocked;
  }

  /**
   * Returns the batches that ran after the row that held the thread, once all of {@code calls} are
   * over.
   */
  List<List<String>> release(List<? extends CompletableFuture<?>> calls) {
    function.release();
    calls.forEach(call -> call.exceptionally(_ -> null).join());
    return function.batches().subList(1, function.batches().size());
  }
}
