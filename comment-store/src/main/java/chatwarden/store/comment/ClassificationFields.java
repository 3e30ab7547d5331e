package chatwarden.store.comment;

import chatwarden.store.redis.FieldList;
import chatwarden.type.v1.Classification;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A classification as fields of its comment's hash, named as in JSON; a map has a field for each of
 * its keys, {@code probability.HATE}. A field that is added to the message is stored without a
 * change here, unless it is a message or a list.
 */
final class ClassificationFields {

  private static final List<FieldDescriptor> FIELDS = Classification.getDescriptor().getFields();

  /** The beginning of the names of a map's fields, where it is not the map's name and a dot. */
  private static final Map<String, String> PREFIXES =
      Map.of("probabilities", "probability.", "categories", "category.");

  private ClassificationFields() {}

  static void write(Classification classification, FieldList fields) {
    for (FieldDescriptor field : FIELDS) {
      if (field.isMapField()) {
        entries(classification, field)
            .forEach((key, value) -> fields.add(prefix(field) + key, word(value)));
      } else if (!field.hasPresence() || classification.hasField(field)) {
        fields.add(field.getJsonName(), word(classification.getField(field)));
      }
    }
  }

  static Classification read(Map<String, byte[]> hash) {
    Classification.Builder classification = Classification.newBuilder();
    for (FieldDescriptor field : FIELDS) {
      if (field.isMapField()) {
        readMap(hash, field, classification);
      } else {
        byte[] stored = hash.get(field.getJsonName());
        if (stored != null && stored.length > 0) {
          classification.setField(field, value(field, stored));
        }
      }
    }
    return classification.build();
  }

  private static void readMap(
      Map<String, byte[]> hash, FieldDescriptor field, Classification.Builder classification) {
    String prefix = prefix(field);
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    hash.forEach(
        (name, stored) -> {
          if (name.startsWith(prefix)) {
            Message.Builder entry = classification.newBuilderForField(field);
            entry.setField(key, name.substring(prefix.length()));
            entry.setField(value, value(value, stored));
            classification.addRepeatedField(field, entry.build());
          }
        });
  }

  /** The entries of a map by their keys, in order, so that equal messages make equal hashes. */
  private static Map<String, Object> entries(Classification classification, FieldDescriptor field) {
    Map<String, Object> entries = new TreeMap<>();
    for (Object each : (List<?>) classification.getField(field)) {
      MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
      entries.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    return entries;
  }

  private static String prefix(FieldDescriptor map) {
    return PREFIXES.getOrDefault(map.getName(), map.getJsonName() + ".");
  }

  private static String word(Object value) {
    return value instanceof EnumValueDescriptor named ? named.getName() : value.toString();
  }

  private static Object value(FieldDescriptor field, byte[] stored) {
    String word = new String(stored, StandardCharsets.UTF_8);
    return switch (field.getJavaType()) {
      case STRING -> word;
      case FLOAT -> Float.valueOf(word);
      case DOUBLE -> Double.valueOf(word);
      case INT -> Integer.valueOf(word);
      case LONG -> Long.valueOf(word);
      case BOOLEAN -> Boolean.valueOf(word);
      case ENUM -> named(field.getEnumType(), word);
      case BYTE_STRING, MESSAGE -> throw new IllegalStateException(field.getFullName());
    };
  }

  /**
   * A name that this version does not know was written by a later one, and is read as the first.
   */
  private static EnumValueDescriptor named(EnumDescriptor type, String name) {
    EnumValueDescriptor known = type.findValueByName(name);
    return known == null ? type.getValues().getFirst() : known;
  }
}
