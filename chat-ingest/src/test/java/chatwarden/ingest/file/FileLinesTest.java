package chatwarden.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.Rejection;
import chatwarden.type.v1.Comment;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileLinesTest extends FileSourceFixture {

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
}
