package chatwarden.standalone.record;

import com.fasterxml.jackson.databind.JsonNode;

/** The type of the values of a column. */
public interface ColumnType {

  /** Returns a value of the type as JSON; a text becomes a JSON string. */
  JsonNode json(Object value);
}
