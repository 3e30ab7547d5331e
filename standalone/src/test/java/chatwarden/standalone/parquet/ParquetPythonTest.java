package chatwarden.standalone.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.PlainType;
import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.SourceRow;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files between Java and Python, where {@code .ci/run} installed pyarrow. */
class ParquetPythonTest {
  private static final Path PYTHON = ProjectRoot.find().resolve(".ci/python/bin/python");

  private static final String WRITE =
      """
      import sys, datetime as d, decimal, pyarrow as pa, pyarrow.parquet as pq
      three = lambda value: [value, None, value]
      t = pa.table({
        "text": pa.array(["xin chào", None, "👋 hello"]),
        "words": pa.array(["a", "b", "a"]).dictionary_encode(),
        "n": pa.array([1, None, -3], pa.int16()),
        "u": pa.array([1, 2, 2**64 - 1], pa.uint64()),
        "when": pa.array(three(d.datetime(2026, 1, 2, 3, 4, 5, 678901)), pa.timestamp("ns")),
        "utc": pa.array(three(d.datetime(2026, 1, 2)), pa.timestamp("us", tz="UTC")),
        "day": pa.array(three(d.date(2026, 1, 2))),
        "time": pa.array(three(d.time(1, 2, 3)), pa.time64("us")),
        "price": pa.array(three(decimal.Decimal("1.20")), pa.decimal128(10, 2)),
        "bytes": pa.array(three(bytes([0, 255]))),
        "fixed": pa.array(three(b"abcd"), pa.binary(4)),
        "half": pa.array([1.5, None, 2.0], pa.float16()),
        "ok": pa.array([True, None, False]),
        "list": pa.array([[1, 2], None, []]),
        "struct": pa.array([{"a": 1, "b": "x"}, None, {"a": None, "b": "y"}]),
        "map": pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int64())),
      })
      pq.write_table(t, sys.argv[1], compression=sys.argv[2], row_group_size=2)
      """;

  private static final String COMPARE =
      """
      import sys, pyarrow.parquet as pq
      one, other = pq.read_table(sys.argv[1]), pq.read_table(sys.argv[2])
      for name in one.column_names:
        nested = name in ("list", "struct", "map")
        equal = one[name].cast(other[name].type).equals(other[name]) if not nested else None
        print(name, one.schema.field(name).type if not nested else "json", equal, other[name][0].as_py() if nested else "")
      """;

  @TempDir Path folder;

  @BeforeEach
  void needsPyarrow() throws Exception {
    assumeTrue(
        Files.isExecutable(PYTHON)
            && new ProcessBuilder(PYTHON.toString(), "-c", "import pyarrow").start().waitFor() == 0,
        "skipped: .ci/python has no pyarrow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "gzip", "none"})
  void itsFilesAreReadAndCopiedWithTheirTypes(String compression) throws Exception {
    Path input = folder.resolve("input.parquet");
    Path copy = folder.resolve("copy.parquet");
    python(WRITE, input.toString(), compression);

    copy(input, copy);

    List<String> columns = python(COMPARE, input.toString(), copy.toString());
    assertThat(columns).hasSize(16);
    assertThat(columns.subList(0, 13)).allSatisfy(it -> assertThat(it).endsWith(" True "));
    assertThat(columns)
        .contains(
            "utc timestamp[us, tz=UTC] True ",
            "when timestamp[ns] True ",
            "list json None [1,2]",
            "struct json None {\"a\":1,\"b\":\"x\"}",
            "map json None {\"k\":1}");
  }

  @Test
  void plainReadingGivesTimesAndNumbersAsOtherFormatsHaveThem() throws Exception {
    Path input = folder.resolve("input.parquet");
    python(WRITE, input.toString(), "snappy");

    try (ParquetReader reader = ParquetReader.open(input, ReadPosition.START, false, "text")) {
      SourceRow first = Objects.requireNonNull(reader.next());
      assertThat(List.of(first.cells()).subList(0, 13))
          .containsExactly(
              "xin chào",
              "a",
              1L,
              "1",
              "2026-01-02T03:04:05.678901",
              "2026-01-02T00:00:00Z",
              "2026-01-02",
              "01:02:03",
              "1.20",
              "AP8=",
              "YWJjZA==",
              1.5f,
              true);
      assertThat(Objects.requireNonNull(reader.next()).cells()).containsOnly(null, "b", "2");
    }
  }

  @Test
  void itReadsEachPlainTypeAndNulls() throws Exception {
    Path file = folder.resolve("plain.parquet");
    List<Column> columns =
        List.of(
            new Column("text", PlainType.TEXT),
            new Column("n", PlainType.WHOLE),
            new Column("x", PlainType.REAL),
            new Column("f", PlainType.SHORT_REAL),
            new Column("ok", PlainType.TRUTH));
    try (ParquetWriter writer = open(file, columns)) {
      writer.write(new Object[] {"chào 👋", 5L, 0.1, 0.25f, true});
      writer.write(new Object[] {null, null, null, null, null});
      writer.write(new Object[] {"", -5L, -0.5, 2f, false});
      writer.finish();
    }

    assertThat(
            python(
                """
                import sys, pyarrow.parquet as pq
                t = pq.read_table(sys.argv[1])
                print([str(f.type) for f in t.schema])
                for row in t.to_pylist(): print(list(row.values()))
                """,
                file.toString()))
        .containsExactly(
            "['string', 'int64', 'double', 'float', 'bool']",
            "['chào 👋', 5, 0.1, 0.25, True]",
            "[None, None, None, None, None]",
            "['', -5, -0.5, 2.0, False]");
  }

  private void copy(Path input, Path output) throws IOException {
    try (ParquetReader reader = ParquetReader.open(input, ReadPosition.START, true, "text");
        ParquetWriter writer = open(output, reader.columns())) {
      for (SourceRow row = reader.next(); row != null; row = reader.next()) {
        writer.write(row.cells());
      }
      writer.finish();
    }
  }

  private ParquetWriter open(Path file, List<Column> columns) throws IOException {
    return ParquetWriter.open(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        folder.resolve("groups"),
        columns,
        ParquetCodec.ZSTD);
  }

  private static List<String> python(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-c", script));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.start();
    List<String> lines = process.inputReader(UTF_8).lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }
}
