package chatwarden.standalone.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import org.jspecify.annotations.Nullable;

/** Nested values as JSON: structs and maps as objects, lists as arrays. */
final class NestedJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private NestedJson() {}

  static JsonNode of(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case PqStruct struct -> object(struct);
      case PqList list -> array(list);
      case PqMap map -> object(map);
      case Boolean truth -> JSON.booleanNode(truth);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case Float number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(number);
      default -> JSON.textNode(ParquetCell.text(value));
    };
  }

  private static ObjectNode object(PqStruct struct) {
    ObjectNode object = JSON.objectNode();
    for (int i = 0; i < struct.getFieldCount(); i++) {
      object.set(
          struct.getFieldName(i), struct.isNull(i) ? JSON.nullNode() : of(struct.getValue(i)));
    }
    return object;
  }

  private static ArrayNode array(PqList list) {
    ArrayNode array = JSON.arrayNode();
    for (int i = 0; i < list.size(); i++) {
      array.add(list.isNull(i) ? JSON.nullNode() : of(list.get(i)));
    }
    return array;
  }

  private static ObjectNode object(PqMap map) {
    ObjectNode object = JSON.objectNode();
    for (PqMap.Entry entry : map.getEntries()) {
      object.set(
          ParquetCell.text(entry.getKey()),
          entry.isValueNull() ? JSON.nullNode() : of(entry.getValue()));
    }
    return object;
  }
}
