package chatwarden.standalone.log;

import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * An event that is logged.
 *
 * @param message with its arguments filled in
 * @param thread the name of the thread, or its number where it has none
 * @param span the span that it happened in; an invalid one if there is none
 */
record LogEntry(
    Instant time,
    Level level,
    String logger,
    String message,
    String thread,
    SpanContext span,
    @Nullable Throwable fault) {}
