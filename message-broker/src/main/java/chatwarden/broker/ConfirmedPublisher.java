package chatwarden.broker;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.tracing.TraceHeaders;
import chatwarden.runtime.tracing.Tracing;
import chatwarden.runtime.tracing.WorkSpan;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes persistent messages and says when the broker has them safely.
 *
 * <p>Messages go out in the order of the calls. While the broker is away they wait, and when it is
 * back everything unconfirmed is published again in the same order: a message arrives at least
 * once, perhaps twice. A message that the broker refuses or returns makes this declare the queues
 * anew and publish again everything unconfirmed, from that message on; later messages may then have
 * arrived before it, so whoever cannot bear that waits for the confirm.
 *
 * <p>At most {@code broker.publish-window} messages are unconfirmed; beyond that callers block.
 * Futures complete in the order of the confirms on one virtual thread of this publisher, which must
 * not be blocked for long. Safe for use by many threads.
 */
public final class ConfirmedPublisher implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(ConfirmedPublisher.class);

  private final ChannelKeeper keeper;
  private final Semaphore room;
  private final PublishWindow window = new PublishWindow();
  private final PublishMetrics metrics;
  private final Tracing tracing;
  private final ExecutorService completions =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("confirms").factory());

  private final ReentrantLock order = new ReentrantLock();
  private long sequence;
  private @Nullable Channel channel;
  private ChannelKeeper.@Nullable Life life;
  private long begun;
  private boolean closed;

  /** Creates a publisher that is not started; messages published before the start wait for it. */
  public ConfirmedPublisher(BrokerConnection connection, Config config, MeterRegistry registry) {
    this(connection, config, registry, Tracing.off());
  }

  /** Creates the same, whose messages carry the trace that they are published in. */
  public ConfirmedPublisher(
      BrokerConnection connection, Config config, MeterRegistry registry, Tracing tracing) {
    this.tracing = tracing;
    int most = config.get(BrokerKeys.PUBLISH_WINDOW);
    this.room = new Semaphore(most);
    this.metrics = new PublishMetrics(registry, window, most);
    this.keeper = new ChannelKeeper("publisher", connection, new Sending());
  }

  @Override
  public String name() {
    return "publisher";
  }

  @Override
  public void start() {
    keeper.start();
  }

  /**
   * Publishes one message, with an id of its own. Blocks while too many are unconfirmed.
   *
   * @param type the full name of the protobuf message that {@code body} holds
   * @param body not copied: must not be changed any more
   * @param headers texts and numbers
   * @return completes when the broker has confirmed it; fails with {@link FaultCode#UNAVAILABLE}
   *     only when this is closed before that
   */
  public CompletableFuture<Void> publish(
      String queue, String type, byte[] body, Map<String, Object> headers)
      throws InterruptedException {
    return publish(queue, Outbound.newId(), type, body, headers);
  }

  /** The same with the id that the message has already. */
  public CompletableFuture<Void> publish(
      String queue, String id, String type, byte[] body, Map<String, Object> headers)
      throws InterruptedException {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    Map<String, Object> all = tracing.isOn() ? traced(queue, headers, confirmed) : headers;
    room.acquire();
    order.lock();
    try {
      if (closed) {
        room.release();
        confirmed.completeExceptionally(closedFault());
        return confirmed;
      }
      Outbound message =
          new Outbound(
              ++sequence,
              queue,
              Outbound.properties(id, type, all),
              body,
              confirmed,
              System.nanoTime());
      window.add(message);
      if (channel != null && life != null) {
        send(channel, life, message);
      }
      return confirmed;
    } finally {
      order.unlock();
    }
  }

  /** Returns the headers with the span of the message, which ends with its confirm. */
  private Map<String, Object> traced(
      String queue, Map<String, Object> headers, CompletableFuture<Void> confirmed) {
    WorkSpan span = tracing.outgoing("publish " + queue, SpanKind.PRODUCER);
    if (span == WorkSpan.NONE) {
      return headers;
    }
    span.set(WorkSpan.QUEUE, queue);
    var unused = confirmed.whenComplete((done, fault) -> span.end(fault));
    return TraceHeaders.with(span.context(), headers);
  }

  /** Returns the traces that messages are part of. */
  public Tracing tracing() {
    return tracing;
  }

  /** How many messages wait for their confirm. */
  public int outstanding() {
    return window.size();
  }

  /** Publishes everything unconfirmed again where a confirm is awaited for longer than that. */
  void repeatWhatWaits(Duration longest) {
    if (!order.tryLock()) {
      return; // A message is being sent, or repeated.
    }
    try {
      ChannelKeeper.Life present = life;
      long now = System.nanoTime();
      long waits = Math.min(now - window.oldest().orElse(now), now - begun);
      if (present != null && !present.isOver() && waits > longest.toNanos()) {
        present.end("unconfirmed");
        log.warn("Repeating unconfirmed messages count={} reason=silence", window.size());
      }
    } finally {
      order.unlock();
    }
  }

  /** Sends unless the channel is over; a message that does not go out waits for the next one. */
  private void send(Channel to, ChannelKeeper.Life until, Outbound message) {
    if (until.isOver()) {
      return;
    }
    try {
      window.sending(message);
      to.basicPublish("", message.queue(), true, message.properties(), message.body());
    } catch (IOException | ShutdownSignalException e) {
      until.end("sending failed");
    }
  }

  /** Once a message of a channel came back, its confirms count for nothing: all is repeated. */
  private void confirmed(ChannelKeeper.Life of, long number, long tag, boolean multiple) {
    List<Outbound> messages = of.isOver() ? List.of() : window.confirmed(number, tag, multiple);
    if (!messages.isEmpty()) {
      room.release(messages.size());
      complete(messages, null);
    }
  }

  private void complete(List<Outbound> messages, @Nullable Exception fault) {
    try {
      completions.execute(() -> messages.forEach(message -> complete(message, fault)));
    } catch (RejectedExecutionException e) {
      log.debug("Confirmed after the close count={}", messages.size());
    }
  }

  private void complete(Outbound message, @Nullable Exception fault) {
    if (fault == null) {
      metrics.confirmed(System.nanoTime() - message.nanos());
      message.confirmed().complete(null);
    } else {
      message.confirmed().completeExceptionally(fault);
    }
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    if (!window.awaitEmpty(System.nanoTime() + timeout.toNanos())) {
      log.warn("Not confirmed in time count={}", window.size());
    }
  }

  /** Ends at once; unconfirmed messages fail, although the broker may have it. */
  @Override
  public void close() {
    order.lock();
    try {
      closed = true;
    } finally {
      order.unlock();
    }
    keeper.close();
    List<Outbound> left = window.clear();
    room.release(left.size());
    complete(left, closedFault());
    completions.shutdown();
  }

  private static ChatwardenException closedFault() {
    return FaultCode.UNAVAILABLE.exception(
        "PUBLISHER_CLOSED", "the publisher was closed before the confirm");
  }

  /** The use of one channel after the other. */
  private final class Sending implements ChannelKeeper.Purpose {
    @Override
    public void begin(Channel fresh, ChannelKeeper.Life freshLife) throws IOException {
      order.lock();
      try {
        long number = window.newChannel();
        fresh.confirmSelect();
        fresh.addReturnListener(returned -> repeat(freshLife, "returned"));
        fresh.addConfirmListener(
            (tag, multiple) -> confirmed(freshLife, number, tag, multiple),
            (tag, multiple) -> repeat(freshLife, "refused"));
        List<Outbound> unconfirmed = window.unconfirmed();
        metrics.repeated(unconfirmed.size());
        for (Outbound message : unconfirmed) {
          send(fresh, freshLife, message);
        }
        channel = fresh;
        life = freshLife;
        begun = System.nanoTime();
      } finally {
        order.unlock();
      }
    }

    private void repeat(ChannelKeeper.Life of, String why) {
      if (!of.isOver()) {
        of.end(why);
        log.warn("Repeating unconfirmed messages count={} reason={}", window.size(), why);
      }
    }

    @Override
    public void end() {
      order.lock();
      try {
        channel = null;
        life = null;
      } finally {
        order.unlock();
      }
    }
  }
}
