package chatwarden.ingest.streamlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import chatwarden.youtube.v3.LiveChatMessage;
import chatwarden.youtube.v3.LiveChatMessageSnippet;
import chatwarden.youtube.v3.LiveChatMessageSnippet.TypeWrapper.Type;
import chatwarden.youtube.v3.LiveChatSuperChatDetails;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StreamListTest extends StreamListFixture {

  private static LiveChatMessage paid(String id, String text) {
    return LiveChatMessage.newBuilder()
        .setId(id)
        .setSnippet(
            LiveChatMessageSnippet.newBuilder()
                .setType(Type.SUPER_CHAT_EVENT)
                .setPublishedAt("2026-01-31T18:30:00.5+00:00")
                .setSuperChatDetails(LiveChatSuperChatDetails.newBuilder().setUserComment(text)))
        .build();
  }

  @Test
  void commentsDeletionsAndBansComeInTheirPlace() throws Exception {
    stream.say("c1", "xin chào");
    try (Reading reading = reading().awaitStream()) {
      stream.add(paid("c2", "cố lên"));
      stream.add(paid("c3", ""));
      stream.delete("c1");
      stream.timeOut("UC88", 300);
      stream.end();
      reading.ending.get(20, TimeUnit.SECONDS);
    }
    Comment first = sink.comments().getFirst();
    assertThat(sink.ids()).containsExactly("c1", "c2");
    assertThat(first.getText()).isEqualTo("xin chào");
    assertThat(first.getAuthor().getId()).isEqualTo("UC77");
    assertThat(first.getAuthor().getName()).isEqualTo("An");
    assertThat(first.getAuthor().getBadgesList()).containsExactly(Badge.MODERATOR);
    assertThat(sink.comments().get(1).getPublishTime().getNanos()).isEqualTo(500_000_000);
    assertThat(sink.events().getFirst().getDeleted().getId()).isEqualTo("c1");
    assertThat(sink.events().get(1).getBanned().getAuthor().getId()).isEqualTo("UC88");
    assertThat(sink.events().get(1).getBanned().getBanDuration().getSeconds()).isEqualTo(300);
    assertThat(sink.rejections()).isEmpty();
  }

  @Test
  void readingThatWasKilledGoesOnAfterItsLastPage() throws Exception {
    stream.say("c1", "x");
    stream.say("c2", "x");
    Optional<byte[]> checkpoint;
    try (Reading killed = reading().awaitStream()) {
      await().until(() -> pageOf(killed).equals("page-2"));
      checkpoint = killed.source.checkpoint();
    }
    stream.say("c3", "x");
    try (Reading _ = reading(checkpoint).awaitStream()) {
      stream.say("c4", "x");
      awaitComment("c4");
    }
    assertThat(sink.ids()).containsExactly("c1", "c2", "c3", "c4");
    assertThat(stream.pageTokens()).containsExactly("", "page-2");
    assertThat(youtube.calls("GET /videos")).hasSize(1);
  }

  private static String pageOf(Reading reading) {
    return reading.source.reached().map(StreamPlace::pageToken).orElse("");
  }

  @Test
  void streamsThatEndAndBreakAreOpenedAgainAfterTheirLastPage() throws Exception {
    try (Reading reading = reading().awaitStream()) {
      stream.say("c1", "x");
      awaitComment("c1");
      await().until(() -> pageOf(reading).equals("page-1"));
      stream.endStreams();
      stream.say("c2", "x");
      awaitComment("c2");
      await().until(() -> pageOf(reading).equals("page-2"));
      reading.awaitStream();
      stream.breakStreams(Status.UNAVAILABLE);
      stream.say("c3", "x");
      awaitComment("c3");
    }
    assertThat(sink.ids()).containsExactly("c1", "c2", "c3");
    assertThat(stream.pageTokens()).containsExactly("", "page-1", "page-2");
  }

  @Test
  void pageTokenThatIsOfNoMoreUseIsLeftAndNothingRepeated() throws Exception {
    stream.say("c1", "x");
    byte[] seen;
    try (Reading reading = reading().awaitStream()) {
      awaitComment("c1");
      await().until(() -> pageOf(reading).equals("page-1"));
      seen = reading.source.reached().orElseThrow().seen();
    }
    StreamPlace gone = new StreamPlace("live1", "gone", 1, seen);
    stream.say("c2", "x");
    try (Reading _ = reading(Optional.of(gone.toBytes()))) {
      awaitComment("c2");
    }
    assertThat(sink.ids()).containsExactly("c1", "c2");
    assertThat(stream.pageTokens()).containsExactly("", "gone", "");
  }
}
