package chatwarden.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.type.v1.Comment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSourceTest {
  private static final Duration TEN_MILLIS = Duration.ofMillis(10);

  @TempDir Path folder;
  private Path file;
  private final ManualClock clock = new ManualClock();
  private final RecordingSink sink = new RecordingSink();

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("chat.jsonl");
  }

  @Test
  void everyFieldOfALineReachesTheComment() throws Exception {
    write(
        """
        {"id":"a","text":"xin chào","author":{"id":"u1","name":"An"},"publishTime":"2026-01-02T03:04:05.5+07:00"}
        """);
    read();
    Comment comment = sink.comments().getFirst();
    assertThat(comment.getId()).isEqualTo("a");
    assertThat(comment.getChat()).isEqualTo("chat");
    assertThat(comment.getText()).isEqualTo("xin chào");
    assertThat(comment.getAuthor().getId()).isEqualTo("u1");
    assertThat(comment.getAuthor().getName()).isEqualTo("An");
    assertThat(comment.getPublishTime().getSeconds())
        .isEqualTo(Instant.parse("2026-01-01T20:04:05Z").getEpochSecond());
    assertThat(comment.getPublishTime().getNanos()).isEqualTo(500_000_000);
  }

  @Test
  void authorGivenByNameAloneHasTheNameAsId() throws Exception {
    write("{\"id\":\"a\",\"text\":\"x\",\"author\":\"An\"}", "{\"id\":\"b\",\"text\":\"x\"}");
    read();
    assertThat(sink.comments().get(0).getAuthor().getId()).isEqualTo("An");
    assertThat(sink.comments().get(0).getAuthor().getName()).isEqualTo("An");
    assertThat(sink.comments().get(1).hasAuthor()).isFalse();
  }

  @Test
  void commentWithoutTimeIsPublishedNow() throws Exception {
    write("{\"id\":\"a\",\"text\":\"x\"}");
    read();
    assertThat(sink.comments().getFirst().getPublishTime().getSeconds())
        .isEqualTo(ManualClock.START.getEpochSecond());
  }

  @Test
  void lastLineNeedsNoLineFeedAndOthersMayEndInCarriageReturns() throws Exception {
    Files.writeString(file, "\ufeff" + line("a") + "\r\n" + line("b"));
    read();
    assertThat(sink.ids()).containsExactly("a", "b");
    assertThat(sink.rejections()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not json                                  |           | well-formed JSON",
        "                                          |           | must be",
        "[]                                        |           | must be a JSON object",
        "{\"id\":\"x\",\"text\":\"y\"} {}          |           | well-formed JSON",
        "{\"id\":\"x\",\"id\":\"z\",\"text\":\"y\"}|           | well-formed JSON",
        "{\"id\":\"x\",\"text\":\"y\"             |           | well-formed JSON",
        "{\"text\":\"y\"}                          | id        | must not be missing",
        "{\"id\":null,\"text\":\"y\"}              | id        | must not be missing",
        "{\"id\":\"\",\"text\":\"y\"}              | id        | must not be missing",
        "{\"id\":7,\"text\":\"y\"}                 | id        | must be a string",
        "{\"id\":\"x\\u0000\",\"text\":\"y\"}      | id        | control characters",
        "{\"id\":\"\\ud800\",\"text\":\"y\"}       | id        | lone surrogate",
        "{\"id\":\"x\"}                            | text      | must not be missing",
        "{\"id\":\"x\",\"text\":\"\"}              | text      | must not be missing",
        "{\"id\":\"x\",\"text\":[\"y\"]}           | text      | must be a string",
        "{\"id\":\"x\",\"text\":\" \\u00a0\\t\"}   | text      | must not be blank",
        "{\"id\":\"x\",\"text\":\"a\\ud800b\"}     | text      | lone surrogate",
        "{\"id\":\"x\",\"text\":\"y\",\"lang\":1}  | lang      | is not a known field",
        "{\"id\":\"x\",\"text\":\"y\",\"author\":1}| author    | must be a string, or an object",
        "{\"id\":\"x\",\"text\":\"y\",\"author\":{\"nick\":\"a\"}} | author.nick | known field",
        "{\"id\":\"x\",\"text\":\"y\",\"author\":{\"name\":3}} | author.name | must be a string",
        "{\"id\":\"x\",\"text\":\"y\",\"publishTime\":\"now\"} | publishTime | RFC 3339",
        "{\"id\":\"x\",\"text\":\"y\",\"publishTime\":1} | publishTime | must be a string",
        "{\"id\":\"x\",\"text\":\"y\",\"publishTime\":\"+12345-01-01T00:00:00Z\"} | publishTime |"
            + " years",
      })
  void lineThatIsNoCommentIsRejectedByPlaceAndFieldAndTheRestGoesOn(
      String line, String field, String problem) throws Exception {
    write(line("first"), line == null ? "" : line, line("last"));
    read();
    assertThat(sink.ids()).containsExactly("first", "last");
    assertThat(sink.rejections()).hasSize(1);
    Rejection rejection = sink.rejections().getFirst();
    assertThat(rejection.place()).isEqualTo("line 2");
    assertThat(rejection.field()).isEqualTo(field == null ? "" : field);
    assertThat(rejection.problem()).contains(problem);
  }

  @Test
  void textBeyondTheLimitIsRejectedAndAtTheLimitTaken() throws Exception {
    String emoji = "😀";
    write(
        "{\"id\":\"a\",\"text\":\"" + emoji.repeat(10_000) + "\"}",
        "{\"id\":\"b\",\"text\":\"" + emoji.repeat(10_001) + "\"}");
    read();
    assertThat(sink.ids()).containsExactly("a");
    assertThat(sink.rejections().getFirst().toString())
        .isEqualTo("line 2: text: 10,001 code points long (expected: at most 10,000)");
  }

  @Test
  void bytesThatAreNotUtf8AreRejected() throws Exception {
    Files.write(
        file,
        concat(
            line("a").getBytes(StandardCharsets.UTF_8),
            new byte[] {'\n'},
            badUtf8(),
            line("b").getBytes(StandardCharsets.UTF_8)));
    read();
    assertThat(sink.ids()).containsExactly("a", "b");
    assertThat(sink.rejections().getFirst().problem()).isEqualTo("must be well-formed UTF-8");
  }

  @Test
  void lineOfManyMegabytesIsRejectedAndTheRestGoesOn() throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write((line("a") + "\n{\"id\":\"big\",\"text\":\"").getBytes(StandardCharsets.UTF_8));
      byte[] chunk = new byte[1 << 16];
      Arrays.fill(chunk, (byte) 'x');
      for (int i = 0; i < 800; i++) {
        out.write(chunk);
      }
      out.write(("\"}\n" + line("b") + "\n").getBytes(StandardCharsets.UTF_8));
    }
    read();
    assertThat(sink.ids()).containsExactly("a", "b");
    assertThat(sink.rejections().getFirst().toString())
        .isEqualTo("line 2: longer than 1,048,576 bytes");
  }

  @Test
  void rejectionNeverRepeatsTheText() throws Exception {
    write(
        "secret words that are no JSON",
        "{\"id\":\"x\",\"text\":\"secret\",\"text\":\"words\"}",
        "{\"id\":\"x\",\"text\":\"secret" + "!".repeat(10_000) + "\"}");
    read();
    assertThat(sink.rejections()).hasSize(3);
    assertThat(sink.rejections().toString()).doesNotContain("secret", "words");
  }

  @Test
  void repeatedCommentIsPassedOverAndAnotherOfItsIdRejected() throws Exception {
    write(line("a", "one"), line("a", "one"), line("a", "two"), line("b", "one"));
    read();
    assertThat(sink.ids()).containsExactly("a", "b");
    assertThat(sink.rejections())
        .containsExactly(
            new Rejection("line 3", "id", "is the id of an earlier line with another text"));
  }

  @Test
  void readingThatWasCutAnywhereGoesOnWithoutGapOrRepeat() throws Exception {
    List<String> ids = IntStream.range(0, 12).mapToObj(i -> "c" + i).toList();
    write(ids.stream().map(FileSourceTest::line).toArray(String[]::new));
    for (int cut = 0; cut < ids.size(); cut++) {
      List<String> all = new ArrayList<>();
      Optional<byte[]> checkpoint = readUntil(cut, all);
      RecordingSink rest = new RecordingSink();
      source(0, checkpoint).run(rest);
      all.addAll(rest.ids());
      assertThat(all).isEqualTo(ids);
    }
  }

  @Test
  void conflictingLineIsNoticedAcrossACheckpoint() throws Exception {
    write(line("a", "one"), line("b", "one"), line("c", "one"), line("a", "two"));
    Optional<byte[]> checkpoint = readUntil(2, new ArrayList<>());
    source(0, checkpoint).run(sink);
    assertThat(sink.ids()).containsExactly("c");
    assertThat(sink.rejections()).hasSize(1);
  }

  @Test
  void whatWasAppendedAfterACheckpointIsRead() throws Exception {
    write(line("a"), line("b"));
    FileSource first = source(0, Optional.empty());
    first.run(new RecordingSink());
    Files.writeString(file, line("c") + "\n", StandardOpenOption.APPEND);
    source(0, first.checkpoint()).run(sink);
    assertThat(sink.ids()).containsExactly("c");
  }

  @Test
  void fileThatChangedBeforeTheCheckpointIsNoticed() throws Exception {
    write(line("a"), line("b"));
    FileSource first = source(0, Optional.empty());
    first.run(new RecordingSink());
    write(line("z"), line("b"), line("c"));
    assertThatThrownBy(() -> source(0, first.checkpoint()).run(sink))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED))
        .hasMessageContaining("line 3");
    assertThat(sink.ids()).isEmpty();
  }

  @Test
  void fileThatBecameShorterIsNoticed() throws Exception {
    write(line("a"), line("b"));
    FileSource first = source(0, Optional.empty());
    first.run(new RecordingSink());
    write(line("a"));
    assertThatThrownBy(() -> source(0, first.checkpoint()).run(sink))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void fileThatIsEmptiedWhileItIsReadIsNoticed() throws Exception {
    write(line("a"), line("b"));
    RecordingSink emptying = new RecordingSink(comment -> truncate());
    assertThatThrownBy(() -> source(0, Optional.empty()).run(emptying))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
  }

  @Test
  void checkpointOfAnotherSourceIsRefused() throws Exception {
    write(line("a"));
    byte[] foreign = "{\"mode\":\"LIVE\"}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> source(0, Optional.of(foreign)).run(sink))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_UNDERSTOOD));
  }

  @Test
  void missingFileAndFolderAreNamed() {
    assertThatThrownBy(this::read).hasMessage("file not found on the ingest host: " + file);
    file = folder;
    assertThatThrownBy(this::read).hasMessage(folder + " is not a file");
  }

  @Test
  void paceIsEvenAndTheFirstCommentComesAtOnce() throws Exception {
    write(IntStream.range(0, 5).mapToObj(i -> line("c" + i)).toArray(String[]::new));
    source(100, Optional.empty()).run(sink);
    assertThat(clock.sleeps()).containsExactly(TEN_MILLIS, TEN_MILLIS, TEN_MILLIS, TEN_MILLIS);
  }

  @Test
  void pipelineThatWasFullForLongMeetsNoBurst() throws Exception {
    write(IntStream.range(0, 1_000).mapToObj(i -> line("c" + i)).toArray(String[]::new));
    RecordingSink full =
        new RecordingSink(
            comment -> {
              if (comment.getId().equals("c10")) {
                clock.advance(Duration.ofSeconds(20));
              }
            });
    source(100, Optional.empty()).run(full);
    // 999 waits of 10 ms each, but for the 250 ms that may be caught up with.
    assertThat(clock.nanoTime() / 1_000_000).isBetween(20_000L + 9_700L, 20_000L + 9_990L);
  }

  @Test
  void withoutAPaceNothingWaits() throws Exception {
    write(IntStream.range(0, 100).mapToObj(i -> line("c" + i)).toArray(String[]::new));
    read();
    assertThat(sink.ids()).hasSize(100);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void interruptStopsTheReadingBetweenLines() throws Exception {
    write(line("a"), "broken", "broken", line("b"));
    RecordingSink interrupting = new RecordingSink(comment -> Thread.currentThread().interrupt());
    FileSource source = source(0, Optional.empty());
    assertThatThrownBy(() -> source.run(interrupting)).isInstanceOf(InterruptedException.class);
    assertThat(interrupting.ids()).containsExactly("a");
    source(0, source.checkpoint()).run(sink);
    assertThat(sink.ids()).containsExactly("b");
    assertThat(sink.rejections()).hasSize(2);
  }

  private Optional<byte[]> readUntil(int count, List<String> ids) throws Exception {
    RecordingSink cutting =
        new RecordingSink(
            comment -> {
              if (ids.size() == count) {
                throw new InterruptedException();
              }
              ids.add(comment.getId());
            });
    FileSource source = source(0, Optional.empty());
    assertThatThrownBy(() -> source.run(cutting)).isInstanceOf(InterruptedException.class);
    return source.checkpoint();
  }

  private void read() throws Exception {
    source(0, Optional.empty()).run(sink);
  }

  private FileSource source(double rate, Optional<byte[]> checkpoint) {
    return new FileSource(file, "chat", rate, checkpoint, clock);
  }

  private void write(String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private void truncate() {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] badUtf8() {
    return concat(
        "{\"id\":\"x\",\"text\":\"".getBytes(StandardCharsets.UTF_8),
        new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
        "\"}\n".getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    Arrays.stream(parts).forEach(all::put);
    return all.array();
  }

  private static String line(String id) {
    return line(id, "text of " + id);
  }

  private static String line(String id, String text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
  }
}
