package chatwarden.standalone.parquet;

import chatwarden.standalone.record.ColumnType;
import chatwarden.standalone.record.MalformedText;
import chatwarden.standalone.record.PlainType;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.row.StructAccessor;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Objects;

/**
 * How the values of a column are read.
 *
 * @param type the type of the values
 * @param reads the reading of one that is not null
 */
record ParquetCell(ColumnType type, Reading reads) {

  /** Reads the value of a column of the current row. */
  @FunctionalInterface
  interface Reading {
    Object read(StructAccessor row, int column);
  }

  /** Returns the reading of a column. */
  static ParquetCell of(FileSchema schema, SchemaNode node, boolean stored, String textColumn) {
    if (!(node instanceof SchemaNode.PrimitiveNode leaf) || isRepeated(node)) {
      return new ParquetCell(PlainType.JSON, (row, column) -> NestedJson.of(row.getValue(column)));
    }
    Integer length = schema.getColumn(leaf.columnIndex()).typeLength();
    StoredType type = new StoredType(leaf.type(), length == null ? 0 : length, leaf.logicalType());
    if (type.isText() || type.isUnnamedBytes() && leaf.name().equals(textColumn)) {
      return new ParquetCell(
          stored ? type : PlainType.TEXT,
          (row, column) -> MalformedText.decode(row.getBinary(column)));
    }
    return stored
        ? new ParquetCell(type, (row, column) -> Objects.requireNonNull(row.getRawValue(column)))
        : plain(type);
  }

  private static boolean isRepeated(SchemaNode node) {
    return node.maxRepetitionLevel() > 0;
  }

  private static ParquetCell plain(StoredType type) {
    LogicalType logical = type.logical();
    if (logical instanceof LogicalType.IntType whole && !whole.isSigned()) {
      return whole.bitWidth() > Integer.SIZE
          ? new ParquetCell(
              PlainType.TEXT, (row, column) -> Long.toUnsignedString(row.getLong(column)))
          : new ParquetCell(
              PlainType.WHOLE, (row, column) -> Integer.toUnsignedLong(row.getInt(column)));
    }
    if (logical == null || logical instanceof LogicalType.IntType) {
      return ofPhysical(type.physical());
    }
    if (logical instanceof LogicalType.Float16Type) {
      return new ParquetCell(PlainType.SHORT_REAL, StructAccessor::getValue);
    }
    return new ParquetCell(PlainType.TEXT, (row, column) -> text(row.getValue(column)));
  }

  private static ParquetCell ofPhysical(PhysicalType physical) {
    return switch (physical) {
      case BOOLEAN -> new ParquetCell(PlainType.TRUTH, StructAccessor::getBoolean);
      case INT32 -> new ParquetCell(PlainType.WHOLE, (row, column) -> (long) row.getInt(column));
      case INT64 -> new ParquetCell(PlainType.WHOLE, StructAccessor::getLong);
      case FLOAT -> new ParquetCell(PlainType.SHORT_REAL, StructAccessor::getFloat);
      case DOUBLE -> new ParquetCell(PlainType.REAL, StructAccessor::getDouble);
      case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
          new ParquetCell(PlainType.TEXT, (row, column) -> text(row.getValue(column)));
    };
  }

  /** Returns a value as a text: times by ISO 8601, bytes by Base64. */
  static String text(Object value) {
    return switch (value) {
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case BigDecimal decimal -> decimal.toPlainString();
      default -> value.toString();
    };
  }

  Object read(StructAccessor row, int column) {
    return reads.read(row, column);
  }
}
