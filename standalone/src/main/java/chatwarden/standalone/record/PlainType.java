package chatwarden.standalone.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/** The types that every format has; other formats than JSON have {@link #JSON} as text. */
public enum PlainType implements ColumnType {
  /** A {@link String}, or {@link MalformedText}. */
  TEXT {
    @Override
    public JsonNode json(Object value) {
      return TextNode.valueOf(value.toString());
    }
  },

  /** A {@link Long}. */
  WHOLE {
    @Override
    public JsonNode json(Object value) {
      return LongNode.valueOf((Long) value);
    }
  },

  /** A {@link Double}, or a {@link BigDecimal} as a file of JSON has it. */
  REAL {
    @Override
    public JsonNode json(Object value) {
      return value instanceof BigDecimal decimal
          ? DecimalNode.valueOf(decimal)
          : DoubleNode.valueOf((Double) value);
    }
  },

  /** A {@link Float}. */
  SHORT_REAL {
    @Override
    public JsonNode json(Object value) {
      return FloatNode.valueOf((Float) value);
    }
  },

  /** A {@link Boolean}. */
  TRUTH {
    @Override
    public JsonNode json(Object value) {
      return BooleanNode.valueOf((Boolean) value);
    }
  },

  /** A {@link JsonNode}. */
  JSON {
    @Override
    public JsonNode json(Object value) {
      return (JsonNode) value;
    }
  };

  /** Returns whether the values are numbers. */
  boolean isNumber() {
    return this == WHOLE || this == REAL;
  }
}
