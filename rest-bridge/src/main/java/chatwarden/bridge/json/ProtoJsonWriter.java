package chatwarden.bridge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Writes messages as protobuf's JSON, in one line. Two choices within what that mapping allows:
 * fields without presence are written at their defaults too ({@code "spans":[]}, {@code
 * "coverage":0.0}), and 64-bit integers are numbers as long as every JSON reader keeps them exactly
 * (up to 2⁵³ − 1), strings beyond.
 */
public final class ProtoJsonWriter {

  private static final long EXACT_IN_A_DOUBLE = (1L << 53) - 1;
  private static final JsonFactory JSON = new JsonFactory();

  private static final ProtoJsonWriter WITH_DEFAULTS = new ProtoJsonWriter(true);
  private static final ProtoJsonWriter ONLY_WHAT_IS_SET = new ProtoJsonWriter(false);

  private final boolean defaults;

  private ProtoJsonWriter(boolean defaults) {
    this.defaults = defaults;
  }

  /** The JSON of {@code message} in UTF-8. */
  public static byte[] write(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try {
      write(message, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("an array refused bytes (a bug)", e);
    }
    return bytes.toByteArray();
  }

  /** Writes the JSON of {@code message} in UTF-8 and leaves {@code out} open. */
  public static void write(Message message, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      WITH_DEFAULTS.writeMessage(message, json);
    }
  }

  /** Writes the fields of a detail of an error, without those that say nothing. */
  static void writeDetail(Message message, JsonGenerator json) throws IOException {
    ONLY_WHAT_IS_SET.writeFields(message, json);
  }

  private void writeMessage(Message message, JsonGenerator json) throws IOException {
    switch (message) {
      case Timestamp time ->
          json.writeString(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
      case Duration duration -> json.writeString(seconds(duration));
      case FieldMask mask -> json.writeString(JsonFieldMask.write(mask));
      default -> {
        json.writeStartObject();
        writeFields(message, json);
        json.writeEndObject();
      }
    }
  }

  private void writeFields(Message message, JsonGenerator json) throws IOException {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean set =
          field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
      if (set || (defaults && !field.hasPresence())) {
        json.writeFieldName(field.getJsonName());
        writeField(field, message.getField(field), json);
      }
    }
  }

  private void writeField(FieldDescriptor field, Object value, JsonGenerator json)
      throws IOException {
    if (field.isMapField()) {
      writeMap(field, (List<?>) value, json);
    } else if (field.isRepeated()) {
      json.writeStartArray();
      for (Object element : (List<?>) value) {
        writeValue(field, element, json);
      }
      json.writeEndArray();
    } else {
      writeValue(field, value, json);
    }
  }

  private void writeMap(FieldDescriptor field, List<?> entries, JsonGenerator json)
      throws IOException {
    FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
    json.writeStartObject();
    for (Object element : entries) {
      MapEntry<?, ?> entry = (MapEntry<?, ?>) element;
      json.writeFieldName(String.valueOf(entry.getKey()));
      writeValue(valueField, entry.getField(valueField), json);
    }
    json.writeEndObject();
  }

  private void writeValue(FieldDescriptor field, Object value, JsonGenerator json)
      throws IOException {
    switch (field.getJavaType()) {
      case INT -> json.writeNumber((Integer) value);
      case LONG -> writeLong((Long) value, json);
      case FLOAT -> json.writeNumber((Float) value);
      case DOUBLE -> json.writeNumber((Double) value);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case STRING -> json.writeString((String) value);
      case BYTE_STRING -> json.writeBinary(((ByteString) value).toByteArray());
      case ENUM -> writeEnum((EnumValueDescriptor) value, json);
      case MESSAGE -> writeMessage((Message) value, json);
    }
  }

  private static void writeLong(long value, JsonGenerator json) throws IOException {
    if (value > EXACT_IN_A_DOUBLE || value < -EXACT_IN_A_DOUBLE) {
      json.writeString(Long.toString(value));
    } else {
      json.writeNumber(value);
    }
  }

  /** A number that the schema does not name is written as that number. */
  private static void writeEnum(EnumValueDescriptor value, JsonGenerator json) throws IOException {
    if (value.getIndex() < 0) {
      json.writeNumber(value.getNumber());
    } else {
      json.writeString(value.getName());
    }
  }

  /** Such as {@code 1.5s}. */
  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
            .add(BigDecimal.valueOf(duration.getNanos(), 9))
            .stripTrailingZeros()
            .toPlainString()
        + "s";
  }
}
