package chatwarden.bridge.docs;

import chatwarden.options.v1.LengthRule;
import chatwarden.options.v1.NumberRule;
import chatwarden.options.v1.OptionsProto;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;

/** The messages as JSON has them, each once under its name, referred to from everywhere. */
final class JsonSchemas {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final SchemaSet set;
  private final ObjectNode schemas;

  /** Writes the referenced schemas into {@code schemas}. */
  JsonSchemas(SchemaSet set, ObjectNode schemas) {
    this.set = set;
    this.schemas = schemas;
  }

  /** The schema of a field, with its comment. */
  ObjectNode of(FieldDescriptor field) {
    ObjectNode schema;
    if (field.isMapField()) {
      schema = JSON.objectNode().put("type", "object");
      schema.set("additionalProperties", element(field.getMessageType().findFieldByNumber(2)));
    } else if (field.isRepeated()) {
      schema = JSON.objectNode().put("type", "array");
      schema.set("items", element(field));
    } else {
      schema = element(field);
    }
    addRules(field, schema);
    String comment = set.comment(field);
    if (comment.isEmpty()) {
      return schema;
    }
    if (schema.has("$ref")) { // Beside a reference nothing else counts.
      ObjectNode around = JSON.objectNode();
      around.putArray("allOf").add(schema);
      schema = around;
    }
    return schema.put("description", comment);
  }

  /** Adds the bounds and the default that the proto states, {@code chatwarden/options/v1}. */
  private static void addRules(FieldDescriptor field, ObjectNode schema) {
    FieldOptions options = field.getOptions();
    if (options.hasExtension(OptionsProto.length)) {
      LengthRule length = options.getExtension(OptionsProto.length);
      String of = field.isRepeated() ? "Items" : "Length";
      schema.put("min" + of, length.getMin()).put("max" + of, length.getMax());
    }
    if (options.hasExtension(OptionsProto.range)) {
      NumberRule range = options.getExtension(OptionsProto.range);
      schema.put("minimum", range.getMin()).put("maximum", range.getMax());
    }
    if (options.hasExtension(OptionsProto.defaultNumber)) {
      // As the shortest decimal: 0.3, not the float's 0.30000001192092896.
      schema.put(
          "default",
          new BigDecimal(Float.toString(options.getExtension(OptionsProto.defaultNumber))));
    }
  }

  private ObjectNode element(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> typed("integer", "int32");
      case LONG -> typed("integer", "int64");
      case FLOAT -> typed("number", "float");
      case DOUBLE -> typed("number", "double");
      case BOOLEAN -> JSON.objectNode().put("type", "boolean");
      case STRING -> JSON.objectNode().put("type", "string");
      case BYTE_STRING -> typed("string", "byte");
      case ENUM -> of(field.getEnumType());
      case MESSAGE -> of(field.getMessageType());
    };
  }

  private static ObjectNode typed(String type, String format) {
    return JSON.objectNode().put("type", type).put("format", format);
  }

  /** A reference to a message, or the JSON form of one of protobuf's own. */
  ObjectNode of(Descriptor message) {
    switch (message.getFullName()) {
      case "google.protobuf.Timestamp" -> {
        return typed("string", "date-time");
      }
      case "google.protobuf.Duration" -> {
        return JSON.objectNode().put("type", "string").put("example", "1.5s");
      }
      case "google.protobuf.FieldMask" -> {
        return JSON.objectNode().put("type", "string").put("example", "fieldName,otherField");
      }
      case "google.protobuf.Empty" -> {
        return JSON.objectNode().put("type", "object");
      }
      default -> {
        String name = message.getName();
        if (!schemas.has(name)) {
          ObjectNode schema = schemas.putObject(name);
          schema.put("type", "object").put("description", set.comment(message));
          schema.put("x-message", message.getFullName());
          ObjectNode properties = schema.putObject("properties");
          message.getFields().forEach(it -> properties.set(it.getJsonName(), of(it)));
        }
        return reference(name);
      }
    }
  }

  private ObjectNode of(EnumDescriptor type) {
    String name = type.getName();
    if (!schemas.has(name)) {
      ObjectNode schema = schemas.putObject(name);
      schema.put("type", "string").put("description", set.comment(type));
      var values = schema.putArray("enum");
      type.getValues().forEach(value -> values.add(value.getName()));
    }
    return reference(name);
  }

  static ObjectNode reference(String name) {
    return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
  }
}
