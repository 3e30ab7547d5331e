package chatwarden.serving.batch;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.serving.batch.RefineCall.Row;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Improves answers that are not final by a slower function, in batches on threads of its own.
 *
 * <ul>
 *   <li>The most urgent rows go first, live ones before backfill.
 *   <li>Where rows would wait longer than {@link RefinerSettings#budget}, the least urgent keep the
 *       answers that they have; so does a row that has waited twice as long. Calls may say that
 *       they wait; their rows come after all others.
 *   <li>A row for which the function fails keeps its answer, too.
 *   <li>A call that is cancelled or late is not run.
 * </ul>
 *
 * <p>Safe for use by many threads; callers do not wait.
 */
public final class Refiner implements ServicePart {

  private static final Logger log = LoggerFactory.getLogger(Refiner.class);

  private final String server;
  private final RefinerSettings settings;
  private final RefineQueue queue;
  private final ServiceTime serviceTime = new ServiceTime();
  private final AtomicLong numbers = new AtomicLong();
  private final List<Thread> threads;
  private final Counter refined;
  private final Counter skipped;
  private final Counter failed;
  private final Timer duration;

  /**
   * A refiner.
   *
   * @param server the name of the server in metrics and messages
   */
  public Refiner(String server, RefinerSettings settings, MeterRegistry registry) {
    this.server = server;
    this.settings = settings;
    this.queue = new RefineQueue(settings.tokens());
    var factory = Thread.ofPlatform().name(server + "-refine-", 0).daemon().factory();
    this.threads =
        Stream.generate(() -> factory.newThread(this::work)).limit(settings.threads()).toList();
    this.refined = counter(registry, "refined");
    this.skipped = counter(registry, "skipped");
    this.failed = counter(registry, "failed");
    this.duration =
        Timer.builder("inference.refine.duration")
            .description("How long better models took for a batch")
            .tag("server", server)
            .register(registry);
    Gauge.builder("inference.refine.queue.size", queue, RefineQueue::size)
        .description("Texts that wait for a better model")
        .tag("server", server)
        .register(registry);
  }

  private Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("inference.refine.text")
        .description(
            "Texts of which a better model was to be asked: refined by it, skipped because the"
                + " queue was longer than its budget, or failed")
        .tag("server", server)
        .tag("outcome", outcome)
        .register(registry);
  }

  @Override
  public String name() {
    return server + " refinement";
  }

  @Override
  public void start() {
    threads.forEach(Thread::start);
  }

  /**
   * Returns the answers with those that are not final improved, in their order, for the caller of
   * the current gRPC context.
   *
   * @param waits whether the rows wait as long as it takes, rather than keep their answers
   * @param whenGone called once, when no row waits or runs any more
   */
  public <I, O> CompletableFuture<List<O>> refine(
      RefineFunction<I, O> function,
      List<I> rows,
      List<O> answers,
      boolean waits,
      Runnable whenGone) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (!function.isFinal(answers.get(i))) {
        open.add(i);
      }
    }
    if (open.isEmpty()) {
      whenGone.run();
      return CompletableFuture.completedFuture(answers);
    }
    RefineCall<I, O> call = new RefineCall<>(function, waits, answers, open.size(), whenGone);
    put(open.stream().map(i -> row(call, i, rows.get(i), answers.get(i))).toList());
    return call.answer();
  }

  private <I, O> Row<I, O> row(RefineCall<I, O> call, int index, I row, O answer) {
    RefineFunction<I, O> function = call.function();
    return new Row<>(
        call,
        index,
        row,
        answer,
        Math.max(1, function.tokens(row)),
        function.urgency(answer),
        numbers.getAndIncrement(),
        System.nanoTime());
  }

  private void put(List<? extends Row<?, ?>> rows) {
    if (!queue.put(rows)) {
      rows.forEach(row -> row.failed(stopping()));
      return;
    }
    double perToken = serviceTime.nanos(1);
    if (perToken > 0) {
      long affordable = (long) (settings.budget().toNanos() * settings.threads() / perToken);
      queue.above(affordable).forEach(this::skip);
    }
  }

  private <I, O> void skip(Row<I, O> row) {
    skipped.increment();
    row.answered(row.first());
  }

  /** Returns whether rows wait for a thread. */
  public boolean isBusy() {
    return queue.size() > 0;
  }

  private void work() {
    try {
      List<Row<?, ?>> batch = queue.take(false);
      while (batch != null) {
        turn(batch);
        batch = queue.take(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(List<Row<?, ?>> batch) {
    try {
      run(batch);
      long oldest = System.nanoTime() - 2 * settings.budget().toNanos();
      queue.olderThan(oldest).forEach(this::skip);
    } catch (RuntimeException | Error e) {
      log.error("Failed to answer a batch (a bug) server={}", server, e);
    }
  }

  private void run(List<Row<?, ?>> batch) {
    List<Row<?, ?>> wanted = new ArrayList<>(batch.size());
    for (Row<?, ?> row : batch) {
      Throwable verdict = row.call().verdict();
      if (verdict == null) {
        wanted.add(row);
      } else {
        row.failed(verdict);
      }
    }
    if (!wanted.isEmpty()) {
      long begin = System.nanoTime();
      runTogether(wanted);
      long nanos = System.nanoTime() - begin;
      duration.record(nanos, TimeUnit.NANOSECONDS);
      serviceTime.ran(wanted.stream().mapToLong(Row::tokens).sum(), nanos);
    }
  }

  @SuppressWarnings("unchecked") // Rows of one batch are of equal functions, of the same types.
  private <I, O> void runTogether(List<Row<?, ?>> batch) {
    List<Row<I, O>> rows = (List<Row<I, O>>) (List<?>) batch;
    RefineFunction<I, O> function = rows.getFirst().call().function();
    List<O> better;
    try {
      better =
          function.refine(
              rows.stream().map(Row::row).toList(), rows.stream().map(Row::first).toList());
      if (better.size() != rows.size()) {
        throw new IllegalStateException(
            "%s answered %d of %d texts (a bug)".formatted(function, better.size(), rows.size()));
      }
    } catch (RuntimeException | Error e) {
      if (rows.size() > 1) {
        rows.forEach(row -> runTogether(List.of(row)));
      } else {
        failed.increment();
        log.error("Failed to refine server={} function={}", server, function, e);
        rows.getFirst().answered(rows.getFirst().first());
      }
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      improved(function, rows.get(i), better.get(i));
    }
  }

  private <I, O> void improved(RefineFunction<I, O> function, Row<I, O> row, O better) {
    if (function.isFinal(better)) {
      refined.increment();
      row.answered(better);
    } else {
      put(List.of(row(row.call(), row.index(), row.row(), better)));
    }
  }

  private ChatwardenException stopping() {
    return FaultCode.UNAVAILABLE.exception("SERVER_STOPPING", "the " + server + " is stopping");
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    queue.awaitQuiet(timeout.toNanos());
  }

  /** What still waits fails as the server stopping. */
  @Override
  public void close() {
    queue.close().forEach(row -> row.failed(stopping()));
    threads.forEach(Thread::interrupt);
  }
}
