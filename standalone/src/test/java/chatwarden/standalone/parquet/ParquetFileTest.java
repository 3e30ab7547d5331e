package chatwarden.standalone.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.PlainType;
import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.SourceRow;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parquet files, written and read. */
class ParquetFileTest {
  private static final int CHUNK = 3;
  private static final int CHUNKS = 2 * ParquetWriter.CHUNKS_A_GROUP + 7;
  private static final List<Column> COLUMNS =
      List.of(
          new Column("text", PlainType.TEXT),
          new Column("n", PlainType.WHOLE),
          new Column("x", PlainType.REAL),
          new Column("f", PlainType.SHORT_REAL),
          new Column("ok", PlainType.TRUTH));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void readsWhatWasWritten(ParquetCodec codec) throws IOException {
    Path file = write("whole", codec, CHUNKS);

    List<List<@Nullable Object>> rows = read(file, 0);
    assertThat(rows).hasSize(CHUNKS * CHUNK);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).isEqualTo(Arrays.asList(row(i)));
    }
    assertThat(read(file, 1_000)).isEqualTo(rows.subList(1_000, rows.size()));
  }

  @Test
  void aFileThatWasCutAfterAGroupGoesOnToTheSameBytes() throws IOException {
    Path whole = write("whole", ParquetCodec.ZSTD, CHUNKS);
    Path cut = folder.resolve("cut.parquet");
    long length;
    try (ParquetWriter writer = open(cut, 0, ParquetCodec.ZSTD)) {
      length = put(writer, 0, ParquetWriter.CHUNKS_A_GROUP);
      put(writer, ParquetWriter.CHUNKS_A_GROUP, CHUNKS); // Written, and lost with the process.
    }

    try (ParquetWriter writer = open(cut, length, ParquetCodec.ZSTD)) {
      put(writer, ParquetWriter.CHUNKS_A_GROUP, CHUNKS);
      writer.finish();
    }

    assertThat(cut).hasSameBinaryContentAs(whole);
  }

  @Test
  void aFileWhoseGroupsAreLostDoesNotGoOn() throws IOException {
    Path cut = folder.resolve("cut.parquet");
    long length;
    try (ParquetWriter writer = open(cut, 0, ParquetCodec.ZSTD)) {
      length = put(writer, 0, ParquetWriter.CHUNKS_A_GROUP);
    }
    Files.delete(folder.resolve("cut.parquet.groups"));

    assertThatThrownBy(() -> open(cut, length, ParquetCodec.ZSTD).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--restart");
  }

  @Test
  void aFileWithoutRowsIsReadAsOne() throws IOException {
    assertThat(read(write("none", ParquetCodec.SNAPPY, 0), 0)).isEmpty();
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.parquet"), "id,text\n1,a\n");
    assertThatThrownBy(() -> ParquetReader.open(file, ReadPosition.START, false, "text").close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("as Parquet");
  }

  private static @Nullable Object[] row(int i) {
    return i % 5 == 4
        ? new @Nullable Object[COLUMNS.size()]
        : new @Nullable Object[] {
          i % 7 == 0 ? "" : "chào 👋 " + i, (long) i - 20, i / 3.0, i / 4f, i % 2 == 0
        };
  }

  private Path write(String name, ParquetCodec codec, int chunks) throws IOException {
    Path file = folder.resolve(name + ".parquet");
    try (ParquetWriter writer = open(file, 0, codec)) {
      put(writer, 0, chunks);
      writer.finish();
    }
    return file;
  }

  private ParquetWriter open(Path file, long length, ParquetCodec codec) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.truncate(length).position(length);
    return ParquetWriter.open(
        channel, folder.resolve(file.getFileName() + ".groups"), COLUMNS, codec);
  }

  /** Writes the chunks of a range, and returns the length that was committed last. */
  private static long put(ParquetWriter writer, int from, int to) throws IOException {
    long length = 0;
    for (int chunk = from; chunk < to; chunk++) {
      for (int i = 0; i < CHUNK; i++) {
        writer.write(row(chunk * CHUNK + i));
      }
      length = writer.endChunk() ? writer.commit() : length;
    }
    return length;
  }

  private static List<List<@Nullable Object>> read(Path file, long from) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (ParquetReader reader =
        ParquetReader.open(file, new ReadPosition(0, from), false, "text")) {
      for (SourceRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(Arrays.asList(row.cells()));
      }
      assertThat(reader.share()).isEqualTo(1);
    }
    return rows;
  }
}
