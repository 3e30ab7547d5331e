package chatwarden.ingest.stage;

import chatwarden.runtime.flow.OrderedFlow;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The published steps of a chat, which leave in their order when the broker has confirmed them. */
final class PublishedSteps {

  private record Published(PipelineStep step, CompletableFuture<?> confirm) {}

  private final Queue<Published> published = new ConcurrentLinkedQueue<>();
  private final OrderedFlow<Published, ?> confirms;

  /** Takes a step that leaves, with the fault where it was not confirmed. */
  @FunctionalInterface
  interface Outlet {
    void left(PipelineStep step, @Nullable Throwable fault);
  }

  PublishedSteps(Outlet outlet) {
    this.confirms =
        new OrderedFlow<>(
            Integer.MAX_VALUE,
            published::poll,
            next -> next.confirm().thenApply(_ -> next),
            (next, _, fault) -> outlet.left(next.step(), fault),
            Runnable::run);
  }

  void add(PipelineStep step, CompletableFuture<?> confirm) {
    published.add(new Published(step, confirm));
    confirms.goOn();
  }

  void close() {
    confirms.close();
  }
}
