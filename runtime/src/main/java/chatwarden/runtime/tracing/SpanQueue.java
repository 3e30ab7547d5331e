package chatwarden.runtime.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The spans that wait for their export, and those of the export under way: at most a fixed number.
 * A span beyond that is dropped and counted, as are those whose export fails. Never blocks; safe
 * for use by many threads.
 */
final class SpanQueue implements SpanProcessor {

  private final int most;
  private final AtomicInteger size = new AtomicInteger();
  private final SpanProcessor batches;
  private final Counter full;
  private final Counter failed;

  SpanQueue(SpanExporter exporter, int most, MeterRegistry registry) {
    this.most = most;
    this.full = dropped("full", registry);
    this.failed = dropped("failed", registry);
    Gauge.builder("tracing.queue.size", size, AtomicInteger::get)
        .description("Spans that wait for their export")
        .register(registry);
    // Its queue never refuses a span: it is as long as this one.
    this.batches =
        BatchSpanProcessor.builder(new CountedExporter(exporter)).setMaxQueueSize(most).build();
  }

  private static Counter dropped(String reason, MeterRegistry registry) {
    return Counter.builder("tracing.span.dropped")
        .description("Spans that were not exported: the queue was full, or the export failed")
        .tag("reason", reason)
        .register(registry);
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!span.getSpanContext().isSampled()) {
      return;
    }
    if (size.incrementAndGet() > most) {
      size.decrementAndGet();
      full.increment();
    } else {
      batches.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return batches.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  private final class CountedExporter implements SpanExporter {
    private final SpanExporter exporter;

    CountedExporter(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size();
      CompletableResultCode result = exporter.export(spans);
      result.whenComplete(
          () -> {
            size.addAndGet(-count);
            if (!result.isSuccess()) {
              failed.increment(count);
            }
          });
      return result;
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
