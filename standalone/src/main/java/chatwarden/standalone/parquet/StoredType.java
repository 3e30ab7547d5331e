package chatwarden.standalone.parquet;

import chatwarden.standalone.record.ColumnType;
import chatwarden.standalone.record.PlainType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import org.jspecify.annotations.Nullable;

/**
 * A type as a Parquet file stores it. Its values are those of the physical type: {@link Integer},
 * {@link Long}, {@link Float}, {@link Double}, {@link Boolean}, {@code byte[]}; texts of {@link
 * LogicalType.StringType} are strings.
 *
 * @param physical the layout of a value
 * @param length the bytes of a value of fixed length; 0 for others
 * @param logical the meaning, or null where the layout says all
 */
record StoredType(PhysicalType physical, int length, @Nullable LogicalType logical)
    implements ColumnType {

  /** The type of texts. */
  static final StoredType TEXT =
      new StoredType(PhysicalType.BYTE_ARRAY, 0, new LogicalType.StringType());

  /** Returns the type that values of a column have in a Parquet file. */
  static StoredType of(ColumnType type) {
    return switch (type) {
      case StoredType stored -> stored;
      case PlainType plain -> of(plain);
      default -> throw new IllegalArgumentException("type: " + type + " (expected: a known one)");
    };
  }

  private static StoredType of(PlainType type) {
    return switch (type) {
      case TEXT, JSON -> TEXT;
      case WHOLE -> new StoredType(PhysicalType.INT64, 0, null);
      case REAL -> new StoredType(PhysicalType.DOUBLE, 0, null);
      case SHORT_REAL -> new StoredType(PhysicalType.FLOAT, 0, null);
      case TRUTH -> new StoredType(PhysicalType.BOOLEAN, 0, null);
    };
  }

  /** Returns whether the values are texts. */
  boolean isText() {
    return logical instanceof LogicalType.StringType
        || logical instanceof LogicalType.JsonType
        || logical instanceof LogicalType.EnumType;
  }

  /** Returns whether the values are bytes of no stated meaning. */
  boolean isUnnamedBytes() {
    return logical == null && physical == PhysicalType.BYTE_ARRAY;
  }

  /** Returns a text as it is; other values are not asked for. */
  @Override
  public JsonNode json(Object value) {
    return TextNode.valueOf(value.toString());
  }
}
