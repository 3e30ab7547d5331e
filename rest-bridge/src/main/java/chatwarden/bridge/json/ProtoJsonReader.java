package chatwarden.bridge.json;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.jsonl.MalformedJsonException;
import chatwarden.runtime.jsonl.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Reads messages from protobuf's JSON and is strict about it: an unknown field, a field given
 * twice, a wrong type or a number out of range is refused with {@link InvalidInputException} naming
 * the field, such as {@code comments[3].text}; never with its value.
 */
public final class ProtoJsonReader {

  private ProtoJsonReader() {}

  /** Fills {@code message} from the JSON in UTF-8 that {@code in} holds. */
  public static void read(InputStream in, Message.Builder message) throws IOException {
    JsonNode root;
    try {
      root = StrictJson.read(in.readAllBytes());
    } catch (MalformedJsonException e) {
      throw InvalidInputException.of("body", e.problem());
    }
    readObject(root, message, "");
  }

  private static void readObject(JsonNode object, Message.Builder message, String path) {
    if (!object.isObject()) {
      throw InvalidInputException.of(path.isEmpty() ? "body" : path, "must be an object");
    }
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      FieldDescriptor field = FieldNames.find(message.getDescriptorForType(), property.getKey());
      if (field == null) {
        throw InvalidInputException.of(
            FieldNames.join(path, FieldNames.shown(property.getKey())), "is not a known field");
      }
      JsonNode value = property.getValue();
      if (!value.isNull()) { // null is the default
        readField(field, value, message, FieldNames.join(path, field.getName()));
      }
    }
  }

  private static void readField(
      FieldDescriptor field, JsonNode value, Message.Builder message, String path) {
    if (field.isMapField()) {
      throw InvalidInputException.of(path, "is only ever sent by the server");
    }
    if (!field.isRepeated()) {
      message.setField(field, readValue(field, value, message, path));
      return;
    }
    if (!value.isArray()) {
      throw InvalidInputException.of(path, "must be an array");
    }
    for (int i = 0; i < value.size(); i++) {
      message.addRepeatedField(
          field, readValue(field, value.get(i), message, path + "[" + i + "]"));
    }
  }

  private static Object readValue(
      FieldDescriptor field, JsonNode value, Message.Builder parent, String path) {
    if (field.getJavaType() != JavaType.MESSAGE) {
      return JsonScalar.read(field, value, path);
    }
    String type = field.getMessageType().getFullName();
    if (type.equals(Timestamp.getDescriptor().getFullName())) {
      return JsonScalar.timestamp(value, path);
    }
    if (type.equals(Duration.getDescriptor().getFullName())) {
      return JsonScalar.duration(value, path);
    }
    if (type.equals(FieldMask.getDescriptor().getFullName())) {
      return JsonFieldMask.read(value, path);
    }
    Message.Builder child = parent.newBuilderForField(field);
    readObject(value, child, path);
    return child.build();
  }
}
