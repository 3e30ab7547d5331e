package chatwarden.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The lists of keys and values that MLflow has for tags and parameters. */
final class Tags {

  private Tags() {}

  static ObjectNode one(String key, String value) {
    return MlflowHttp.JSON.createObjectNode().put("key", key).put("value", value);
  }

  /** Returns a list of entries, each value at most {@code length} characters. */
  static ArrayNode all(Map<String, String> values, int length) {
    ArrayNode list = MlflowHttp.JSON.createArrayNode();
    values.forEach((key, value) -> list.add(one(key, MlflowLimits.fitted(value, length))));
    return list;
  }

  /** Returns the entries of a list by their keys. */
  static Map<String, String> read(JsonNode list) {
    Map<String, String> values = new TreeMap<>();
    list.forEach(entry -> values.put(entry.path("key").asText(), entry.path("value").asText()));
    return values;
  }
}
