package chatwarden.standalone.parquet;

import chatwarden.standalone.record.Column;
import dev.hardwood.metadata.LogicalType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the schema of a file: its columns side by side, each of which may have nulls. */
final class ParquetSchema {
  private static final int OPTIONAL = 1;
  private static final int CONVERTED_UTF8 = 0;
  private static final int CONVERTED_DECIMAL = 5;

  private ParquetSchema() {}

  /** Writes the schema as the field of that number. */
  static void write(ThriftWriter metadata, int field, List<Column> columns) {
    metadata.list(field, ThriftWriter.STRUCT, columns.size() + 1);
    metadata.beginElement();
    metadata.text(4, "schema");
    metadata.i32(5, columns.size());
    metadata.end();
    for (Column column : columns) {
      write(metadata, column.name(), StoredType.of(column.type()));
    }
  }

  private static void write(ThriftWriter metadata, String name, StoredType type) {
    metadata.beginElement();
    metadata.i32(1, ParquetColumn.number(type));
    if (type.length() > 0) {
      metadata.i32(2, type.length());
    }
    metadata.i32(3, OPTIONAL);
    metadata.text(4, name);
    LogicalType logical = type.logical();
    if (logical instanceof LogicalType.StringType) {
      metadata.i32(6, CONVERTED_UTF8);
    } else if (logical instanceof LogicalType.DecimalType decimal) {
      metadata.i32(6, CONVERTED_DECIMAL);
      metadata.i32(7, decimal.scale());
      metadata.i32(8, decimal.precision());
    }
    if (isWritten(logical)) {
      metadata.begin(10);
      write(metadata, logical);
      metadata.end();
    }
    metadata.end();
  }

  private static boolean isWritten(@Nullable LogicalType logical) {
    return number(logical) > 0;
  }

  /** Returns the number of the type in the union of logical types; 0 where the layout says all. */
  private static int number(@Nullable LogicalType logical) {
    return switch (logical) {
      case LogicalType.StringType _ -> 1;
      case LogicalType.EnumType _ -> 4;
      case LogicalType.DecimalType _ -> 5;
      case LogicalType.DateType _ -> 6;
      case LogicalType.TimeType _ -> 7;
      case LogicalType.TimestampType _ -> 8;
      case LogicalType.IntType _ -> 10;
      case LogicalType.NullType _ -> 11;
      case LogicalType.JsonType _ -> 12;
      case LogicalType.BsonType _ -> 13;
      case LogicalType.UuidType _ -> 14;
      case LogicalType.Float16Type _ -> 15;
      case null, default -> 0;
    };
  }

  private static void write(ThriftWriter metadata, @Nullable LogicalType logical) {
    metadata.begin(number(logical));
    switch (logical) {
      case LogicalType.DecimalType decimal -> {
        metadata.i32(1, decimal.scale());
        metadata.i32(2, decimal.precision());
      }
      case LogicalType.TimeType time -> write(metadata, time.isAdjustedToUTC(), time.unit());
      case LogicalType.TimestampType time -> write(metadata, time.isAdjustedToUTC(), time.unit());
      case LogicalType.IntType whole -> {
        metadata.i8(1, whole.bitWidth());
        metadata.bool(2, whole.isSigned());
      }
      case null, default -> {}
    }
    metadata.end();
  }

  private static void write(ThriftWriter metadata, boolean utc, LogicalType.TimeUnit unit) {
    metadata.bool(1, utc);
    metadata.begin(2);
    metadata.begin(unit.ordinal() + 1);
    metadata.end();
    metadata.end();
  }
}
