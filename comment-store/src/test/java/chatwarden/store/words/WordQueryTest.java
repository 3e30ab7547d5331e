package chatwarden.store.words;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WordQueryTest {

  private static final WordQuery NOTHING = WordQuery.of("");

  private static boolean finds(String query, String text) {
    return WordQuery.of(query).isIn(text);
  }

  @Test
  void aWordWithoutDiacriticsFindsEveryWayOfWritingIt() {
    assertThat(finds("cho", "Con CHÓ này")).isTrue();
    assertThat(finds("cho", "con cho nay")).isTrue();
    assertThat(finds("duong", "ngoài đường")).isTrue();
    assertThat(finds("chó", "Con CHÓ này")).isTrue();
    assertThat(finds("chó", "con cho nay")).isFalse();
    assertThat(finds("chó", "cho tôi")).isFalse();
  }

  @Test
  void allWordsAreWantedInAnyOrderAndWhole() {
    assertThat(finds("idiot stupid", "a stupid, stupid idiot!")).isTrue();
    assertThat(finds("idiot stupid", "a stupid one")).isFalse();
    assertThat(finds("idio", "an idiot")).isFalse();
  }

  @Test
  void shorthandFindsItsWordsAndIsFoundByThem() {
    assertThat(finds("ko", "không biết")).isTrue();
    assertThat(finds("không", "ko biết")).isTrue();
    assertThat(finds("khong", "ko biết")).isTrue();
    assertThat(finds("ko", "ko biết")).isTrue();
  }

  @Test
  void whatHidesAWordDoesNotKeepItFromBeingFound() {
    assertThat(finds("fuck", "f u c k off")).isTrue();
    assertThat(finds("idiot", "ｉｄｉｏｔ")).isTrue();
    assertThat(finds("idiot", "id\u200biot")).isTrue();
  }

  @Test
  void partsOfWebAddressesAreWordsToo() {
    assertThat(finds("bit.ly", "see https://bit.ly/x1 now")).isTrue();
    assertThat(finds("bit.ly", "see https://example.org now")).isFalse();
  }

  @Test
  void signsAloneAskForNothing() {
    assertThat(WordQuery.of(" !? … ").isEmpty()).isTrue();
    assertThat(finds("!?", "anything")).isTrue();
  }

  @Test
  void theIndexFindsEveryTextThatMatchesAndHardlyAnother() {
    List<String> texts =
        List.of("ko biết đường", "a stupid idiot", "f u c k", "con chó", "cho tôi", "x".repeat(9));
    List<String> queries =
        List.of("duong", "đường", "idiot stupid", "fuck", "chó", "cho", "nothing", "khong");
    for (String query : queries) {
      WordQuery words = WordQuery.of(query);
      WordQuestion question = WordQuestion.of(List.of(words), NOTHING, List.of(), false);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(found(question, record(texts.get(i), i)))
            .as("%s in %s", query, texts.get(i))
            .isEqualTo(words.isIn(texts.get(i)) ? List.of(WordReader.place(i, id(i))) : List.of());
      }
    }
  }

  @Test
  void authorsLabelsAndFlagsAreFoundApartFromTexts() {
    byte[] record = record("says idiot", 7);
    assertThat(found(author("sao mai"), record)).hasSize(1);
    assertThat(found(author("says"), record)).isEmpty();
    assertThat(found(text("mai"), record)).isEmpty();
    assertThat(found(labels(Label.HATE, Label.OFFENSIVE), record)).hasSize(1);
    assertThat(found(labels(Label.HATE), record)).isEmpty();
    assertThat(labels(Label.CLEAN).isOpen()).isTrue();
    assertThat(found(WordQuestion.of(List.of(), NOTHING, List.of(), true), record)).hasSize(1);
  }

  @Test
  void aCommentOfMoreWordsThanARecordHoldsMayHaveAny() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      text.append("word").append(i).append(' ');
    }
    byte[] record = record(text.toString(), 3599);
    assertThat(record).hasSize(WordRecord.HEADER);
    assertThat(found(text("word299"), record)).containsExactly(WordReader.place(3599, id(3599)));
  }

  @Test
  void recordsFollowEachOtherInAChunk() {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      chunk.writeBytes(record(i % 5 == 0 ? "idiot " + i : "hello " + i, i));
    }
    assertThat(found(text("idiot"), chunk.toByteArray()))
        .extracting(WordReader::second)
        .containsExactly(0, 5, 10, 15, 20, 25, 30, 35, 40, 45);
  }

  private static WordQuestion text(String words) {
    return WordQuestion.of(List.of(WordQuery.of(words)), NOTHING, List.of(), false);
  }

  private static WordQuestion author(String words) {
    return WordQuestion.of(List.of(), WordQuery.of(words), List.of(), false);
  }

  private static WordQuestion labels(Label... labels) {
    return WordQuestion.of(List.of(), NOTHING, List.of(labels), false);
  }

  private static List<Long> found(WordQuestion question, byte[] chunk) {
    List<Long> found = new ArrayList<>();
    WordReader.read(chunk, question, found::add);
    return found;
  }

  private static int id(int second) {
    return WordRecord.id("c-" + second);
  }

  private static byte[] record(String text, int second) {
    Comment comment =
        Comment.newBuilder()
            .setId("c-" + second)
            .setText(text)
            .setAuthor(Author.newBuilder().setName("Sao Mai"))
            .setPublishTime(Timestamp.newBuilder().setSeconds(7_200 + second))
            .build();
    return WordRecord.of(comment, Label.OFFENSIVE, true);
  }
}
