package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.livechat.v1.WatchCommentsResponse.EventCase;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GrpcWatchTest extends GrpcFixture {

  @Test
  void watchResumesByTokenAndEndsWithTheChat() {
    String chat = bridge.newChat();
    IntStream.range(0, 5).forEach(i -> bridge.classified(chat, "c" + i, "text", false));
    var service =
        LiveChatServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    Iterator<WatchCommentsResponse> first = service.watchComments(watch(chat, "0-0"));
    first.next();
    String token = first.next().getResumeToken();
    bridge.ended(chat);
    List<WatchCommentsResponse> rest = new ArrayList<>();
    service.watchComments(watch(chat, token)).forEachRemaining(rest::add);
    assertThat(rest)
        .extracting(e -> e.getClassified().getComment().getId())
        .containsExactly("c2", "c3", "c4", "");
    assertThat(rest.getLast().hasEnded()).isTrue();
  }

  @Test
  void watchGoesOnOverTheEndOfASessionThatAnotherFollows() {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    bridge.ended(chat);
    bridge.readAgain(chat);
    bridge.classified(chat, "c2", "text", false);
    var service =
        LiveChatServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    Iterator<WatchCommentsResponse> events = service.watchComments(watch(chat, "0-0"));
    assertThat(List.of(events.next(), events.next(), events.next(), events.next()))
        .extracting(WatchCommentsResponse::getEventCase)
        .containsExactly(
            EventCase.CLASSIFIED, EventCase.ENDED, EventCase.STARTED, EventCase.CLASSIFIED);
  }

  @Test
  void watchErrorsCarryTheirReasons() {
    assertStatus(
        () ->
            LiveChatServiceGrpc.newBlockingStub(channel).watchComments(watch("nowhere", "")).next(),
        Status.Code.NOT_FOUND,
        "CHAT_NOT_FOUND");
    String chat = bridge.newChat();
    assertStatus(
        () -> LiveChatServiceGrpc.newBlockingStub(channel).watchComments(watch(chat, "x")).next(),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_INPUT");
    String other = bridge.newChat();
    bridge.classified(other, "c", "text", false);
    String token =
        LiveChatServiceGrpc.newBlockingStub(channel)
            .watchComments(watch(other, "0-0"))
            .next()
            .getResumeToken();
    assertStatus(
        () -> LiveChatServiceGrpc.newBlockingStub(channel).watchComments(watch(chat, token)).next(),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_INPUT");
  }

  @Test
  void slowCallerIsCutWithoutHoldingTheOthersUp() {
    String chat = bridge.newChat();
    CompletableFuture<Status> closed = new CompletableFuture<>();
    CompletableFuture<Metadata> trailers = new CompletableFuture<>();
    ClientCall<WatchCommentsRequest, WatchCommentsResponse> slow =
        channel.newCall(LiveChatServiceGrpc.getWatchCommentsMethod(), CallOptions.DEFAULT);
    CompletableFuture<Boolean> one = new CompletableFuture<>();
    slow.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(WatchCommentsResponse message) {
            one.complete(true);
          }

          @Override
          public void onClose(Status status, Metadata metadata) {
            trailers.complete(metadata);
            closed.complete(status);
          }
        },
        new Metadata());
    slow.sendMessage(watch(chat, "0-0"));
    slow.halfClose();
    slow.request(1);
    bridge.classified(chat, "first", "text", false);
    one.join();
    String text = "x".repeat(9_000);
    for (int i = 0; i < 20; i++) {
      bridge.classifiedBatch(chat, "c" + i + "-", 64, text);
    }
    bridge.ended(chat);
    List<WatchCommentsResponse> quick = new ArrayList<>();
    LiveChatServiceGrpc.newBlockingStub(channel)
        .watchComments(watch(chat, "0-0"))
        .forEachRemaining(quick::add);
    assertThat(quick).hasSize(1 + 20 * 64 + 1);
    slow.request(10_000);
    Status status = closed.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(reason(status.asRuntimeException(trailers.join()))).isEqualTo("SLOW_SUBSCRIBER");
  }

  @Test
  void callerThatLeavesIsForgotten() {
    String chat = bridge.newChat();
    double before = subscribers();
    ClientCall<WatchCommentsRequest, WatchCommentsResponse> call =
        channel.newCall(LiveChatServiceGrpc.getWatchCommentsMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage(watch(chat, ""));
    call.halfClose();
    await().until(() -> subscribers() == before + 1);
    call.cancel("test", null);
    await().until(() -> subscribers() == before);
  }

  private static double subscribers() {
    try {
      return bridge
          .get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith("chatwarden_bridge_watch_subscriber "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
