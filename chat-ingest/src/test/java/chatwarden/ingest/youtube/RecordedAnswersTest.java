package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.source.CommentValidator;
import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SeenComments;
import chatwarden.testing.project.ProjectRoot;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that YouTube really gave, with other names in them. */
class RecordedAnswersTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Path folder;

  @BeforeEach
  void findTheRecordings() {
    folder = ProjectRoot.shared().resolve("fixtures/youtube-innertube");
    Assumptions.assumeTrue(
        Files.isDirectory(folder), "there are no recorded answers beside the repository");
  }

  @ParameterizedTest
  @CsvSource({
    "chat.json, 1",
    "chatreplay.json, 48",
    "test_stream.json, 3",
    "paramgen_firstread.json, 2",
    "unregistered_currency.json, 1",
    "calculator/superchat_0.json, 50",
    "calculator/text_only.json, 1",
    "calculator/replay_end.json, 0",
    "jsonfile_archiver/text_only.json, 1",
    "jsonfile_archiver/replay_end.json, 0",
    "compatible/textmessage.json, 1",
    "compatible/superchat.json, 1",
    "compatible/supersticker.json, 0",
    "compatible/newSponsor.json, 0",
    "compatible/newSponsor_rev.json, 0",
    "default/textmessage.json, 1",
    "default/superchat.json, 1",
    "default/supersticker.json, 0",
    "default/replay_member_text.json, 1",
    "default/newSponsor_current.json, 0",
    "default/newSponsor_lagacy.json, 0",
    "extract_duplcheck/head/dp0-0.json, 100",
    "extract_duplcheck/head/dp0-5.json, 23",
    "fetch_patch/pt0-0.json, 50",
    "speed/speedtest_empty.json, 0",
    "speed/speedtest_undefined.json, 0",
    "finished_live.json, 0",
  })
  void everyCommentOfAnAnswerIsFound(String name, int comments) throws IOException {
    assertThat(actions(name))
        .hasSize(comments)
        .allSatisfy(
            placed ->
                assertThat(placed.action())
                    .isInstanceOfSatisfying(
                        ChatAction.Said.class,
                        said -> assertThat(CommentValidator.check(said.comment())).isEmpty()));
  }

  @Test
  void messagesWithoutIdOrWordsAreRejected() throws IOException {
    RecordingSink sink = deliver(List.of("speed/speedtest_normal.json"));
    assertThat(sink.comments()).isEmpty();
    assertThat(sink.rejections()).hasSize(15).allMatch(r -> r.field().equals("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"extract_duplcheck/head", "extract_duplcheck/overlap"})
  void answersOfAnArchiveAreReadInTheOrderOfTheStream(String name) throws IOException {
    List<ChatAction.Placed> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.addAll(actions(name + "/dp0-" + i + ".json"));
    }
    assertThat(all).hasSize(100 + 50 + 50 + 50 + 41 + 23);
    assertThat(all.subList(50, 99)).extracting(ChatAction.Placed::offsetMillis).isSorted();
    assertThat(all.getLast().offsetMillis()).isGreaterThan(all.getFirst().offsetMillis());
  }

  @Test
  void messagesOfOneIdAreDeliveredOnce() throws IOException {
    assertThat(actions("calculator/superchat_0.json")).hasSize(50);
    RecordingSink sink = deliver(List.of("calculator/superchat_0.json"));
    assertThat(sink.ids()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "finished_live.json",
        "calculator/replay_end.json",
        "jsonfile_archiver/replay_end.json"
      })
  void endOfAChatIsSeen(String name) throws IOException {
    assertThat(answer(name).next()).isEmpty();
    assertThat(answer(name).disabled()).isFalse();
  }

  @Test
  void everyOtherAnswerLeadsOn() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> names =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .map(file -> folder.relativize(file).toString())
              .filter(name -> !name.contains("API_") && !name.contains("_end"))
              .filter(name -> !name.equals("finished_live.json"))
              .toList();
      assertThat(names).hasSize(39);
      for (String name : names) {
        assertThat(answer(name).next()).as(name).isPresent();
      }
    }
  }

  @Test
  void memberIsKnownByTheBadge() throws IOException {
    Comment comment = deliver(List.of("chat.json")).comments().getFirst();
    assertThat(comment.getAuthor().getBadgesList()).containsExactly(Badge.MEMBER);
    assertThat(comment.getPublishTime().getSeconds()).isEqualTo(1_576_851_922L);
    assertThat(comment.getPublishTime().getNanos()).isEqualTo(945_411_000);
  }

  @Test
  void timeGivenAsANumberIsUnderstood() throws IOException {
    Comment comment = deliver(List.of("default/replay_member_text.json")).comments().getFirst();
    assertThat(comment.getPublishTime().getSeconds()).isEqualTo(1_570_678_496L);
  }

  @Test
  void choiceOfEveryMessageIsFound() throws IOException {
    assertThat(answer("compatible/newSponsor.json").allChat()).isPresent();
  }

  private List<ChatAction.Placed> actions(String name) throws IOException {
    return new ChatActions("chat").read(answer(name).actions(), ManualClock.START);
  }

  private RecordingSink deliver(List<String> names) throws IOException {
    RecordingSink sink = new RecordingSink();
    ManualClock clock = new ManualClock();
    ChatDelivery delivery = new ChatDelivery("chat", sink, new SeenComments(4_096), clock);
    for (String name : names) {
      for (ChatAction.Placed placed : actions(name)) {
        try {
          delivery.deliver(placed.action());
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
    return sink;
  }

  private ChatAnswer answer(String name) throws IOException {
    JsonNode body = MAPPER.readTree(Files.readAllBytes(folder.resolve(name)));
    return ChatAnswer.read(body);
  }
}
