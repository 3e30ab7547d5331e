package chatwarden.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.jsonl.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class JsonEntryTest {

  private static final Instant TIME = Instant.parse("2026-03-01T10:20:30.456789Z");

  private static final SpanContext NONE = SpanContext.getInvalid();

  @Property
  void anyContentIsOneObjectOnOneLine(
      @ForAll String message, @ForAll String thread, @ForAll char oddCharacter, @ForAll Level level)
      throws Exception {
    String odd = oddCharacter + message + oddCharacter;
    JsonNode read =
        read(new LogEntry(TIME, level, "a.Logger", odd, thread, NONE, new Exception(odd)));

    assertThat(read.get("message").textValue()).isEqualTo(wellFormed(odd));
    assertThat(read.get("thread").textValue()).isEqualTo(wellFormed(thread));
    assertThat(read.get("level").textValue()).isEqualTo(level.name());
  }

  @Test
  void timeIsRfc3339InUtc() throws Exception {
    JsonNode read = read(new LogEntry(TIME, Level.INFO, "a.Logger", "Started", "main", NONE, null));

    assertThat(read.get("time").textValue()).isEqualTo("2026-03-01T10:20:30.456Z");
    assertThat(read.has("error_type")).isFalse();
  }

  @Test
  void entryOfASpanHasItsIds() throws Exception {
    SpanContext span =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    JsonNode read = read(new LogEntry(TIME, Level.INFO, "a.Logger", "Started", "main", span, null));

    assertThat(read.get("trace_id").textValue()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(read.get("span_id").textValue()).isEqualTo("b7ad6b7169203331");
  }

  @Test
  void faultIsItsTypeAndTheStackOfItsCauses() throws Exception {
    Exception fault =
        FaultCode.UNAVAILABLE.exception(
            "STORE_AWAY", "the store is away", new IllegalStateException("text of a comment"));
    JsonNode read = read(new LogEntry(TIME, Level.WARN, "a.Logger", "Failed", "main", NONE, fault));

    assertThat(read.get("error_type").textValue()).isEqualTo(fault.getClass().getName());
    assertThat(read.get("error_stack").textValue())
        .contains(": the store is away\n\tat ", "Caused by: java.lang.IllegalStateException\n")
        .doesNotContain("text of a comment");
  }

  @Test
  void stackOfAFaultThatCausesItselfEnds() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);

    assertThat(FaultStack.of(first)).endsWith("Caused by: java.lang.Exception\n");
  }

  private static JsonNode read(LogEntry entry) throws Exception {
    String line = JsonEntry.of(entry);
    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    return StrictJson.read(line.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the text as UTF-8 gives it back: a surrogate without its other half is replaced. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
