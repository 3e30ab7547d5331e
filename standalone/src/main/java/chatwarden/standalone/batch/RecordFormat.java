package chatwarden.standalone.batch;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.parquet.ParquetReader;
import chatwarden.standalone.parquet.ParquetWriter;
import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.CsvReader;
import chatwarden.standalone.record.JsonLinesReader;
import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.RecordReader;
import chatwarden.standalone.record.RecordWriter;
import chatwarden.standalone.record.TextWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The formats of files, by the ends of their names. */
enum RecordFormat {
  CSV,
  JSON_LINES,
  PARQUET;

  /**
   * Returns the format of a file.
   *
   * @param option the option that names the file
   * @throws InvalidInputException if it has none of the endings
   */
  static RecordFormat of(String option, Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    if (plain.endsWith(".csv")) {
      return CSV;
    }
    if (plain.endsWith(".jsonl")) {
      return JSON_LINES;
    }
    if (name.endsWith(".parquet")) {
      return PARQUET;
    }
    throw InvalidInputException.of(
        option, file + " (expected: a name in .csv, .jsonl, .csv.gz, .jsonl.gz or .parquet)");
  }

  /** Opens an input file of this format. */
  RecordReader reader(BatchSettings settings, ReadPosition from) throws IOException {
    return switch (this) {
      case CSV -> CsvReader.open(settings.input(), from);
      case JSON_LINES -> JsonLinesReader.open(settings.input(), from);
      case PARQUET ->
          ParquetReader.open(
              settings.input(),
              from,
              of("--output", settings.output()) == PARQUET,
              settings.textColumn());
    };
  }

  /** Writes an output file of this format to the end of an open one. */
  RecordWriter writer(
      BatchSettings settings, FileChannel file, BatchFiles files, List<Column> columns)
      throws IOException {
    return switch (this) {
      case CSV -> TextWriter.csv(file, settings.output(), columns);
      case JSON_LINES -> TextWriter.jsonLines(file, settings.output(), columns);
      case PARQUET -> ParquetWriter.open(file, files.groups(), columns, settings.codec());
    };
  }
}
