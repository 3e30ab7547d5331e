package chatwarden.standalone.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as a JSON object, without the fields that have no value. */
final class JsonEncoder implements RowEncoder {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Override
  public String head(List<Column> columns) {
    return "";
  }

  @Override
  public String row(List<Column> columns, @Nullable Object[] cells) {
    ObjectNode object = MAPPER.createObjectNode();
    for (int i = 0; i < cells.length; i++) {
      Object value = cells[i];
      if (value != null) {
        object.set(columns.get(i).name(), columns.get(i).type().json(value));
      }
    }
    try {
      return MAPPER.writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row that has no JSON (a bug)", e);
    }
  }
}
