package chatwarden.it.door;

import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.StartSessionRequest;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Starts a platform whose doors the tests of a class share, and its sessions. */
abstract class DoorsFixture {

  @TempDir private static Path folder;
  static RunningPlatform platform;

  @BeforeAll
  static void start() {
    platform = new RunningPlatform(folder);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  static Comment comment(String id, String text) {
    return Comment.newBuilder()
        .setId(id)
        .setText(text)
        .setAuthor(Author.newBuilder().setId("a-" + id).setName("Người " + id))
        .build();
  }

  static Session startSession(String source) {
    Session session =
        LiveChatServiceGrpc.newBlockingStub(platform.channel())
            .startSession(
                StartSessionRequest.newBuilder()
                    .setSession(Session.newBuilder().setSource(source))
                    .build());
    var pushes = CommentPushServiceGrpc.newBlockingStub(platform.channel());
    PushCommentsRequest empty = PushCommentsRequest.newBuilder().setChat(session.getChat()).build();
    Awaitility.await("the session is taken up")
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsMatching(
            fault -> Status.fromThrowable(fault).getCode() == Status.Code.FAILED_PRECONDITION)
        .until(() -> pushes.pushComments(empty).getAcceptedCount() == 0);
    return session;
  }
}
