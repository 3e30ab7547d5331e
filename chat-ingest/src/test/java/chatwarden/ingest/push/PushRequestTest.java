package chatwarden.ingest.push;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.ManualClock;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.PushCommentsResponse;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PushRequestTest extends CommentPushFixture {

  @Test
  void pushedCommentsAreDeliveredInOrderAndAnsweredBehindTheConfirm() {
    CompletableFuture<Long> confirm = new CompletableFuture<>();
    sink.confirmBy(() -> confirm);
    live("room");
    CompletableFuture<Integer> answer =
        CompletableFuture.supplyAsync(
            () -> stub.pushComments(request("room", "a", "b")).getAcceptedCount());
    await().untilAsserted(() -> assertThat(sink.ids()).containsExactly("a", "b"));
    assertThat(answer).isNotDone();
    confirm.complete(0L);
    assertThat(answer.join()).isEqualTo(2);
    assertThat(sink.comments().getFirst().getChat()).isEqualTo("room");
    assertThat(sink.comments().getFirst().getPublishTime().getSeconds())
        .isEqualTo(ManualClock.START.getEpochSecond());
  }

  @Test
  void reportsFollowTheCommentsOfTheirRequest() {
    live("room");
    stub.pushComments(
        request("room", "a").toBuilder()
            .addDeletions(DeletedComment.newBuilder().setId("old"))
            .addBans(BannedAuthor.newBuilder().setAuthor(Author.newBuilder().setId("u")))
            .build());
    assertThat(sink.taken()).hasSize(3).first().isInstanceOf(Comment.class);
    assertThat(sink.events().get(0).getDeleted().getId()).isEqualTo("old");
    assertThat(sink.events().get(0).getDeleted().getChat()).isEqualTo("room");
    assertThat(sink.events().get(0).getDeleted().hasDeleteTime()).isTrue();
    assertThat(sink.events().get(1).getBanned().getAuthor().getId()).isEqualTo("u");
    assertThat(sink.events().get(1).getBanned().hasBanTime()).isTrue();
  }

  @Test
  void commentsThatWereTakenBeforeAreCounted() {
    live("room");
    PushCommentsResponse first = stub.pushComments(request("room", "a", "b"));
    assertThat(first.getAcceptedCount()).isEqualTo(2);
    assertThat(first.getDuplicateCount()).isZero();
    PushCommentsRequest changed =
        request("room", "b", "c").toBuilder().setComments(0, comment("b").setText("other")).build();
    PushCommentsResponse again = stub.pushComments(changed);
    assertThat(again.getAcceptedCount()).isEqualTo(2);
    assertThat(again.getDuplicateCount()).isEqualTo(1);
  }

  @Test
  void commentsThatWereLostAreNotCountedAsRepeated() {
    sink.confirmBy(() -> CompletableFuture.failedFuture(new IllegalStateException("lost")));
    live("room");
    refusal(request("room", "a"));
    sink.confirmBy(() -> CompletableFuture.completedFuture(0L));
    assertThat(stub.pushComments(request("room", "a")).getDuplicateCount()).isZero();
  }

  @Test
  void chatWithoutALiveSessionIsRefused() {
    StatusRuntimeException fault = refusal(request("room", "a"));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(detail(fault, ErrorInfo.class).getReason()).isEqualTo("SESSION_NOT_LIVE");
  }

  @Test
  void everyProblemOfARequestIsNamedAndNothingOfItTaken() {
    live("room");
    PushCommentsRequest bad =
        request("room", "a", "b", "a").toBuilder()
            .setComments(1, comment("b").setText(" "))
            .addComments(comment("c").setChat("other"))
            .addComments(comment("d").setText("x".repeat(10_001)))
            .addComments(Comment.newBuilder().setId("e\n"))
            .addDeletions(DeletedComment.getDefaultInstance())
            .addBans(BannedAuthor.getDefaultInstance())
            .build();
    StatusRuntimeException fault = refusal(bad);
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(fields(fault))
        .containsExactly(
            "comments[1].text",
            "comments[2].id",
            "comments[3].chat",
            "comments[4].text",
            "comments[5].id",
            "deletions[0].id",
            "bans[0].author");
    assertThat(sink.taken()).isEmpty();
  }

  @Test
  void missingChatAndTooManyCommentsAreNamed() {
    assertThat(fields(refusal(request("", "a")))).containsExactly("chat");
    String[] ids = IntStream.range(0, 65).mapToObj(i -> "c" + i).toArray(String[]::new);
    assertThat(fields(refusal(request("room", ids)))).containsExactly("comments");
  }

  @Test
  void fullPipelineIsRefusedWithAHintAndTakesMoreAfterwards() {
    CompletableFuture<Long> confirm = new CompletableFuture<>();
    sink.confirmBy(() -> confirm);
    live("room");
    List<CompletableFuture<Integer>> waiting =
        IntStream.range(0, 3)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> push64(i), Thread::startVirtualThread))
            .toList();
    await().until(() -> registry.get("push.waiting").gauge().value() == 192);
    StatusRuntimeException fault = refusal(request("room", "more"));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(detail(fault, ErrorInfo.class).getReason()).isEqualTo("PIPELINE_FULL");
    assertThat(detail(fault, RetryInfo.class).getRetryDelay().getNanos()).isPositive();
    confirm.complete(0L);
    assertThat(waiting).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(64));
    assertThat(stub.pushComments(request("room", "more")).getAcceptedCount()).isEqualTo(1);
    assertThat(registry.get("push.waiting").gauge().value()).isZero();
  }

  @Test
  void pipelineThatLostTheCommentsIsUnavailable() {
    sink.confirmBy(() -> CompletableFuture.failedFuture(new IllegalStateException("lost")));
    live("room");
    StatusRuntimeException fault = refusal(request("room", "a"));
    assertThat(fault.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(detail(fault, ErrorInfo.class).getReason()).isEqualTo("PIPELINE_UNAVAILABLE");
  }

  @Test
  void sessionThatStopsRefusesWhatItHasNotTaken() {
    live("room");
    assertThat(stub.pushComments(request("room", "a")).getAcceptedCount()).isEqualTo(1);
    requireNonNull(session, "session").interrupt();
    await().until(() -> chats.find("room", Duration.ZERO).isEmpty());
    assertThat(detail(refusal(request("room", "b")), ErrorInfo.class).getReason())
        .isEqualTo("SESSION_NOT_LIVE");
    assertThat(sink.ids()).containsExactly("a");
  }

  private int push64(int round) {
    String[] ids = IntStream.range(0, 64).mapToObj(i -> round + "-" + i).toArray(String[]::new);
    return stub.pushComments(request("room", ids)).getAcceptedCount();
  }

  private StatusRuntimeException refusal(PushCommentsRequest request) {
    StatusRuntimeException fault =
        catchThrowableOfType(StatusRuntimeException.class, () -> stub.pushComments(request));
    assertThat(fault).isNotNull();
    return fault;
  }
}
