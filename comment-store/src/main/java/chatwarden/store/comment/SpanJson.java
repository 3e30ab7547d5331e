package chatwarden.store.comment;

import chatwarden.type.v1.Span;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans as compact JSON: {@code [{"start":0,"end":6,"score":0.875}]}. Their text is that part of
 * the comment's and is not written again.
 */
final class SpanJson {

  private static final JsonFactory JSON = new JsonFactory();

  private SpanJson() {}

  static String write(List<Span> spans) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      for (Span span : spans) {
        json.writeStartObject();
        json.writeNumberField("start", span.getStart());
        json.writeNumberField("end", span.getEnd());
        json.writeNumberField("score", span.getScore());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** The spans with their parts of {@code text}. */
  static List<Span> read(String spans, String text) {
    List<Span> read = new ArrayList<>();
    try (JsonParser json = JSON.createParser(spans)) {
      Span.Builder span = Span.newBuilder();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.END_OBJECT) {
          addText(span, text);
          read.add(span.build());
          span.clear();
        } else if (token == JsonToken.FIELD_NAME) {
          readField(json, span);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the stored spans are no JSON", e);
    }
    return read;
  }

  /** Adds the part of {@code text} between the span's ends. */
  static void addText(Span.Builder span, String text) {
    int start = text.offsetByCodePoints(0, span.getStart());
    int end = text.offsetByCodePoints(start, span.getEnd() - span.getStart());
    span.setText(text.substring(start, end));
  }

  private static void readField(JsonParser json, Span.Builder span) throws IOException {
    String field = json.currentName();
    json.nextToken();
    switch (field) {
      case "start" -> span.setStart(json.getIntValue());
      case "end" -> span.setEnd(json.getIntValue());
      case "score" -> span.setScore(json.getFloatValue());
      default -> json.skipChildren();
    }
  }
}
