package chatwarden.standalone.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.parquet.ParquetCodec;
import chatwarden.standalone.parquet.ParquetWriter;
import chatwarden.standalone.record.JsonLinesReader;
import chatwarden.standalone.record.ReadPosition;
import chatwarden.standalone.record.RecordReader;
import chatwarden.standalone.record.RecordWriter;
import chatwarden.standalone.record.SourceRow;
import chatwarden.testing.process.JavaProcess;
import io.grpc.Status;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs over files: rows, errors, and what becomes of a run that is killed. */
class BatchRunTest {
  private static final int ALL = Integer.MAX_VALUE;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** More than a row group of Parquet has, and more than the calls that a killed run gets take. */
  private static final int ROWS = 24_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "csv, csv, 100",
    "jsonl, jsonl, 100",
    "csv, jsonl.gz, 300",
    "jsonl, parquet, 300",
    "parquet, parquet, 300",
    "parquet, csv, 100"
  })
  void aKilledRunGoesOnAndGivesTheSameBytes(String from, String to, int calls) throws Exception {
    Path input = input(from, ROWS);
    Path whole = folder.resolve("whole." + to);
    BatchMain.run(BatchMain.settings(input, whole, false), new WordModel("1", ALL));
    Path output = folder.resolve("output." + to);
    Path progress = folder.resolve("output." + to + ".progress");

    try (JavaProcess process =
        JavaProcess.ofMain(BatchMain.class.getName())
            .jvmArguments("-Xmx256m", "--enable-native-access=ALL-UNNAMED")
            .arguments(input.toString(), output.toString(), String.valueOf(calls))
            .start()) {
      Awaitility.await()
          .atMost(LIMIT)
          .failFast(
              "the run goes on",
              () -> assertThat(process.isAlive()).as("%s", process.standardError()).isTrue())
          .until(() -> Files.exists(progress));
      process.kill9();
    }
    assertThat(output).doesNotExist();
    assertThat(BatchState.read(progress).orElseThrow().position().rows()).isBetween(1L, ROWS - 1L);

    WordModel model = new WordModel("1", ALL);
    BatchMain.run(BatchMain.settings(input, output, false), model);

    assertThat(output).hasSameBinaryContentAs(whole);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(input, whole, output);
    }
  }

  @Test
  void aFileOfSeveralTimesTheHeapRuns() throws Exception {
    Path input = folder.resolve("input.csv");
    try (BufferedWriter out = Files.newBufferedWriter(input)) {
      out.write("text\n");
      for (int i = 0; i < 31_000; i++) {
        out.write("text of row " + i + " ".repeat(5_000) + "\n");
      }
    }
    Path output = folder.resolve("output.jsonl");
    try (JavaProcess process =
        JavaProcess.ofMain(BatchMain.class.getName())
            .jvmArguments("-Xmx48m", "-XX:+UseSerialGC")
            .arguments(input.toString(), output.toString(), String.valueOf(ALL))
            .start()) {
      assertThat(process.awaitExit(LIMIT)).as(process.standardError().toString()).isZero();
    }
    assertThat(input.toFile())
        .satisfies(it -> assertThat(it.length()).isGreaterThan(3 * 48L << 20));
    try (var lines = Files.lines(output)) {
      assertThat(lines).hasSize(31_000);
    }
  }

  @Test
  void badRowsGetAnErrorAndTheOthersTheirAnswer() throws IOException {
    Path input = folder.resolve("input.jsonl");
    Files.writeString(
        input,
        """
        {"text":"hello","n":1}
        {"text":null,"n":2}
        {"n":3}
        {"text":5,"n":4}
        not json
        {"text":"poison","n":6}
        {"text":"away","n":7}
        {"text":"%s"}
        """
            .formatted("a".repeat(10_001)));
    Path output = folder.resolve("output.jsonl");

    long errors = BatchMain.run(BatchMain.settings(input, output, false), new WordModel("1", ALL));

    assertThat(errors).isEqualTo(6);
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(8);
    assertThat(lines.get(0))
        .isEqualTo(
            "{\"id\":1,\"text\":\"hello\",\"n\":1,\"label\":\"CLEAN\",\"offensive_probability\":0.5,"
                + "\"probabilities\":{\"CLEAN\":0.5,\"OFFENSIVE\":0.5},\"model\":\"words@1\"}");
    assertThat(lines.get(1))
        .isEqualTo("{\"id\":2,\"n\":2,\"error\":\"text must not be missing or empty\"}");
    assertThat(lines.get(2)).contains("must not be missing");
    assertThat(lines.get(3)).contains("text must be a string");
    assertThat(lines.get(4)).contains("row 5: ");
    assertThat(lines.get(5)).contains("the model failed on this text");
    assertThat(lines.get(6)).contains("\"label\":\"CLEAN\"");
    assertThat(lines.get(7)).contains("10,001 code points long").hasSizeGreaterThan(10_000);
  }

  @Test
  void aRunOfAnotherInputOrWithOtherOptionsIsRefused() throws IOException {
    Path input = input("csv", 2_000);
    Path output = cut(input);
    BatchSettings other =
        new BatchSettings(
            input,
            output,
            "text",
            Optional.empty(),
            "x_",
            ParquetCodec.ZSTD,
            false,
            LIMIT,
            Map.of("--language", "auto"));
    assertThatThrownBy(() -> BatchMain.run(other, new WordModel("1", ALL)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--prefix")
        .hasMessageContaining("--restart");

    assertThatThrownBy(
            () -> BatchMain.run(BatchMain.settings(input, output, false), new WordModel("2", ALL)))
        .isInstanceOf(ChatwardenException.class)
        .hasMessageContaining("words@1")
        .hasMessageContaining("--restart");

    Files.setLastModifiedTime(input, FileTime.fromMillis(1_000));
    assertThatThrownBy(
            () -> BatchMain.run(BatchMain.settings(input, output, false), new WordModel("1", ALL)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("has changed")
        .hasMessageContaining("--restart");

    BatchMain.run(BatchMain.settings(input, output, true), new WordModel("2", ALL));
    assertThat(output).content().contains("words@2").doesNotContain("words@1");
  }

  @Test
  void anOutputThatIsThereIsReplacedByRestartAlone() throws IOException {
    Path input = input("csv", 10);
    Path output = Files.writeString(folder.resolve("output.csv"), "mine");

    assertThatThrownBy(
            () -> BatchMain.run(BatchMain.settings(input, output, false), new WordModel("1", ALL)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--restart");
    assertThat(output).hasContent("mine");

    BatchMain.run(BatchMain.settings(input, output, true), new WordModel("1", ALL));
    assertThat(Files.readAllLines(output)).hasSize(11);
  }

  @Test
  void aColumnThatTheAnswersNeedIsRefused() throws IOException {
    Path input = Files.writeString(folder.resolve("input.csv"), "text,label\nhello,1\n");
    assertThatThrownBy(
            () ->
                BatchMain.run(
                    BatchMain.settings(input, folder.resolve("output.csv"), false),
                    new WordModel("1", ALL)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--prefix")
        .hasMessageContaining("label");
  }

  /** Begins a run whose model is missing after some rows, and returns its output. */
  private Path cut(Path input) {
    Path output = folder.resolve("output.csv");
    WordModel answers = new WordModel("1", ALL);
    TextModel model =
        texts ->
            texts.contains("text 1500")
                ? CompletableFuture.failedFuture(Status.NOT_FOUND.asRuntimeException())
                : answers.answer(texts);
    assertThatThrownBy(
            () -> BatchMain.runWithoutLoss(BatchMain.settings(input, output, false), model))
        .isInstanceOf(ChatwardenException.class);
    assertThat(output).doesNotExist();
    return output;
  }

  private Path input(String format, int rows) throws IOException {
    Path plain = folder.resolve("input." + (format.equals("parquet") ? "jsonl" : format));
    List<String> lines = new ArrayList<>();
    if (format.equals("csv")) {
      lines.add("id,text");
    }
    for (int i = 0; i < rows; i++) {
      lines.add(
          format.equals("csv")
              ? "c" + i + ",text " + i
              : "{\"id\":\"c" + i + "\",\"text\":\"text " + i + "\"}");
    }
    Files.write(plain, lines);
    if (!format.equals("parquet")) {
      return plain;
    }
    Path input = folder.resolve("input.parquet");
    try (RecordReader reader = JsonLinesReader.open(plain, ReadPosition.START);
        RecordWriter writer =
            ParquetWriter.open(
                FileChannel.open(input, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                folder.resolve("input.groups"),
                reader.columns(),
                ParquetCodec.SNAPPY)) {
      for (SourceRow row = reader.next(); row != null; row = reader.next()) {
        writer.write(row.cells());
      }
      writer.finish();
    }
    Files.delete(plain);
    Files.delete(folder.resolve("input.groups"));
    return input;
  }
}
