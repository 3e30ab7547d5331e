package chatwarden.store.comment;

import chatwarden.type.v1.AllowedPart;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Writes allowed parts as compact JSON: {@code [{"start":0,"end":2,"rule":"dm"}]}. */
final class AllowedJson {

  private static final JsonFactory JSON = new JsonFactory();

  private AllowedJson() {}

  /** Returns the JSON; empty without parts. */
  static String write(List<AllowedPart> parts) {
    if (parts.isEmpty()) {
      return "";
    }
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      for (AllowedPart part : parts) {
        json.writeStartObject();
        json.writeNumberField("start", part.getStart());
        json.writeNumberField("end", part.getEnd());
        json.writeStringField("rule", part.getRule());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  static List<AllowedPart> read(String parts) {
    List<AllowedPart> read = new ArrayList<>();
    try (JsonParser json = JSON.createParser(parts)) {
      AllowedPart.Builder part = AllowedPart.newBuilder();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.END_OBJECT) {
          read.add(part.build());
          part.clear();
        } else if (token == JsonToken.FIELD_NAME) {
          readField(json, part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("invalid JSON of allowed parts in the store", e);
    }
    return read;
  }

  private static void readField(JsonParser json, AllowedPart.Builder part) throws IOException {
    String field = json.currentName();
    json.nextToken();
    switch (field) {
      case "start" -> part.setStart(json.getIntValue());
      case "end" -> part.setEnd(json.getIntValue());
      case "rule" -> part.setRule(json.getText());
      default -> json.skipChildren();
    }
  }
}
