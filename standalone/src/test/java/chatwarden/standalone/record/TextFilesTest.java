package chatwarden.standalone.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CSV and JSON Lines, read and written. */
class TextFilesTest {
  private static final List<Column> COLUMNS =
      List.of(new Column("id", PlainType.TEXT), new Column("text", PlainType.TEXT));

  @Property(tries = 100)
  void csvReadsWhatWasWrittenFromEveryPlace(
      @ForAll @Size(max = 6)
          List<
                  @Chars({'"', ',', '\n', '\r', ' ', 'a', 'ạ', '\u2028', '\u0000'})
                  @StringLength(max = 5) String>
              texts)
      throws IOException {
    Path file = Files.createTempFile("rows", ".csv");
    try {
      List<List<Object>> rows = rows(texts);
      write(file, rows, true);
      assertThat(read(CsvReader.open(file, ReadPosition.START))).isEqualTo(rows);
      assertThatAnyPlaceGoesOn(file, rows, CsvReader::open);
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 100)
  void jsonLinesReadsWhatWasWrittenFromEveryPlace(
      @ForAll @Size(min = 1, max = 6)
          List<
                  @Chars({'"', ',', '\n', '\r', ' ', 'a', 'ạ', '\u2028', '\u0000'})
                  @StringLength(max = 5) String>
              texts)
      throws IOException {
    Path file = Files.createTempFile("rows", ".jsonl.gz");
    try {
      List<List<Object>> rows = rows(texts);
      write(file, rows, false);
      assertThat(read(JsonLinesReader.open(file, ReadPosition.START))).isEqualTo(rows);
      assertThatAnyPlaceGoesOn(file, rows, JsonLinesReader::open);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aFieldOfCsvThatIsNotUtf8IsMalformedByItself() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("\ufeffid,text\r\n1,a".getBytes(StandardCharsets.UTF_8));
    bytes.write(0xff);
    bytes.writeBytes("\r\n\r\n2,\"chào \"\"cả\"\"\nnhà\",more\n3".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(Files.createTempFile("rows", ".csv"), bytes.toByteArray());

    try (CsvReader reader = CsvReader.open(file, ReadPosition.START)) {
      assertThat(reader.columns()).isEqualTo(COLUMNS);
      assertThat(next(reader).cells()).containsExactly("1", new MalformedText("a\ufffd"));
      SourceRow longer = next(reader);
      assertThat(longer.cells()).containsExactly("2", "chào \"cả\"\nnhà");
      assertThat(longer.problem()).contains("the record has 3 fields (expected: 2)");
      assertThat(next(reader).cells()).containsExactly("3", null);
      assertThat(reader.next()).isNull();
      assertThat(reader.share()).isEqualTo(1);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aQuoteThatDoesNotEndIsNamed() throws IOException {
    Path file = Files.createTempFile("rows", ".csv");
    Files.writeString(file, "id,text\n1,\"" + "a\n".repeat(CsvReader.MAX_RECORD_BYTES));

    assertThatThrownBy(() -> CsvReader.open(file, ReadPosition.START).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("row 1 of")
        .hasMessageContaining("quote");
    Files.delete(file);
  }

  @Test
  void columnsOfJsonLinesHaveTheTypeOfAllTheirValues() throws IOException {
    Path file = Files.createTempFile("rows", ".jsonl");
    Files.writeString(
        file,
        """
        {"text":"a","n":1,"x":1,"any":1,"ok":true,"none":null}
        not json

        {"n":2,"x":1.25,"any":"b","big":12345678901234567890,"list":[1]}
        """);

    try (JsonLinesReader reader = JsonLinesReader.open(file, ReadPosition.START)) {
      assertThat(reader.columns())
          .containsExactly(
              new Column("text", PlainType.TEXT),
              new Column("n", PlainType.WHOLE),
              new Column("x", PlainType.REAL),
              new Column("any", PlainType.JSON),
              new Column("ok", PlainType.TRUTH),
              new Column("big", PlainType.JSON),
              new Column("list", PlainType.JSON));
      assertThat(next(reader).cells()).contains("a", 1L, true);
      assertThat(next(reader).problem())
          .hasValueSatisfying(it -> assertThat(it).startsWith("row 2: "));
      assertThat(next(reader).cells()[1]).isEqualTo(2L);
      assertThat(reader.position().rows()).isEqualTo(3);
    } finally {
      Files.delete(file);
    }
  }

  /** Opens a file at a place. */
  private interface Opening {
    RecordReader open(Path file, ReadPosition from) throws IOException;
  }

  private static void assertThatAnyPlaceGoesOn(Path file, List<List<Object>> rows, Opening opening)
      throws IOException {
    try (RecordReader reader = opening.open(file, ReadPosition.START)) {
      for (int i = 1; reader.next() != null; i++) {
        assertThat(read(opening.open(file, reader.position())))
            .isEqualTo(rows.subList(i, rows.size()));
      }
    }
  }

  private static List<List<Object>> rows(List<String> texts) {
    List<List<Object>> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(List.of("c" + rows.size(), text));
    }
    return rows;
  }

  private static void write(Path file, List<List<Object>> rows, boolean csv) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        TextWriter writer =
            csv
                ? TextWriter.csv(channel, file, COLUMNS)
                : TextWriter.jsonLines(channel, file, COLUMNS)) {
      for (List<Object> row : rows) {
        writer.write(row.toArray());
      }
      writer.finish();
    }
  }

  private static List<List<Object>> read(RecordReader opened) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    try (RecordReader reader = opened) {
      for (SourceRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(Arrays.asList(row.cells()));
      }
    }
    return rows;
  }

  private static SourceRow next(RecordReader reader) throws IOException {
    @Nullable SourceRow row = reader.next();
    assertThat(row).isNotNull();
    return Objects.requireNonNull(row);
  }
}
