package chatwarden.it.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.type.v1.Comment;
import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Specifies what gRPC and REST answer to texts and to bad input, and that no text is logged. */
final class TextDoorsTest extends DoorsFixture {

  private static final String SECRET = "đừng-ghi-câu-này-ra-đâu-cả";

  @Test
  void aCommentIsRemovedForGood() {
    Session session = startSession("push:removal");
    CommentPushServiceGrpc.newBlockingStub(platform.channel())
        .pushComments(
            PushCommentsRequest.newBuilder()
                .setChat("removal")
                .addComments(comment("r1", SECRET))
                .build());
    Awaitility.await().until(() -> platform.get("/v1/chats/removal/comments/r1").status() == 200);
    assertThat(platform.delete("/v1/chats/removal/comments/r1").status()).isEqualTo(200);
    assertThat(platform.get("/v1/chats/removal/comments/r1").status()).isEqualTo(404);
    assertThat(platform.delete("/v1/chats/removal/comments/r1").status()).isEqualTo(404);
    assertThat(platform.delete("/v1/sessions/" + session.getId()).status()).isEqualTo(200);
  }

  @Test
  void classifiesAndTagsOverRest() {
    JsonNode classified =
        platform
            .post("/v1/comments:classify", "{\"comments\":[{\"id\":\"a\",\"text\":\"xin chào\"}]}")
            .body();
    assertThat(classified.at("/classifications/0/id").textValue()).isEqualTo("a");
    assertThat(classified.at("/classifications/0/classification/label").textValue())
        .isEqualTo("CLEAN");
    JsonNode tagged =
        platform.post("/v1/comments:tag", "{\"comments\":[{\"text\":\"thằng ngu này\"}]}").body();
    assertThat(tagged.at("/taggings/0/tagging/spans")).isNotEmpty();
  }

  @Test
  void streamedTextsAreAnsweredInOrder() throws InterruptedException {
    List<String> answered = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch done = new CountDownLatch(1);
    StreamObserver<StreamingClassifyTextsRequest> requests =
        ClassifierServiceGrpc.newStub(platform.channel())
            .streamingClassifyTexts(
                new StreamObserver<StreamingClassifyTextsResponse>() {
                  @Override
                  public void onNext(StreamingClassifyTextsResponse response) {
                    answered.add(response.getRequestId());
                  }

                  @Override
                  public void onError(Throwable fault) {
                    answered.add(String.valueOf(fault));
                    done.countDown();
                  }

                  @Override
                  public void onCompleted() {
                    done.countDown();
                  }
                });
    List<String> expected = IntStream.range(0, 200).mapToObj(String::valueOf).toList();
    expected.forEach(
        id ->
            requests.onNext(
                StreamingClassifyTextsRequest.newBuilder()
                    .setRequestId(id)
                    .setRequest(texts("chào " + id))
                    .build()));
    requests.onCompleted();
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(answered).isEqualTo(expected);
  }

  @Test
  void badTextsAreRefusedByFieldOverGrpc() {
    assertInvalid("comments", texts());
    assertInvalid("comments[1].text", texts("a", " "));
    assertInvalid("comments[0].text", texts("a".repeat(10_001)));
    assertInvalid(
        "comments", texts(IntStream.range(0, 65).mapToObj(n -> "a").toArray(String[]::new)));
    assertInvalid(
        "comments[1].id",
        ClassifyTextsRequest.newBuilder()
            .addComments(TextToClassify.newBuilder().setId("x").setText("a"))
            .addComments(TextToClassify.newBuilder().setId("x").setText("b"))
            .build());
    assertNotFound(texts("a").toBuilder().setLanguage("xx").build());
    assertNotFound(texts("a").toBuilder().setModel("unknown").build());
    assertThat(classify(texts("chuông \u0007 và tab \t vẫn được")).getClassificationsCount())
        .isEqualTo(1);
  }

  @Test
  void badJsonIsRefusedByFieldOverRest() {
    String path = "/v1/comments:classify";
    assertThat(platform.post(path, "{").status()).isEqualTo(400);
    assertThat(platform.post(path, "").status()).isEqualTo(400);
    assertThat(platform.post(path, "[1]").status()).isEqualTo(400);
    assertField("comments", platform.post(path, "{}"));
    assertField("comments[0].text", platform.post(path, "{\"comments\":[{\"id\":\"1\"}]}"));
    assertField("comments[0].text", platform.post(path, "{\"comments\":[{\"text\":\"\"}]}"));
    assertThat(platform.post(path, "{\"comments\":[{\"text\":{}}]}").body().toString())
        .contains("text");
    assertThat(platform.post(path, "{\"comments\":[{\"text\":{}}]}").status()).isEqualTo(400);
    assertThat(platform.post(path, "{\"comments\":[{\"colour\":1}]}").status()).isEqualTo(400);
    assertThat(platform.post(path, "{\"comments\":[{\"colour\":1}]}").body().toString())
        .contains("colour");
    assertThat(platform.post(path, "{\"comments\":[{\"text\":\"a\\ud800b\"}]}").status())
        .isEqualTo(400);
    assertThat(
            platform
                .post(path, "{\"comments\":[{\"text\":\"" + "a".repeat(10_001) + "\"}]}")
                .status())
        .isEqualTo(400);
    assertThat(platform.post("/v1/sessions", "{\"source\":\"carrier-pigeon\"}").status())
        .isEqualTo(400);
    assertThat(platform.get("/v1/chats?pageSize=-1").status()).isEqualTo(400);
    assertThat(platform.get("/v1/chats?pageSize=many").status()).isEqualTo(400);
    assertThat(platform.get("/v1/chats/unknown/comments").status()).isEqualTo(404);
    assertThat(platform.get("/v1/nothing-here").status()).isEqualTo(404);
  }

  @Test
  void badPushesAreRefusedWholeAndByField() {
    startSession("push:strict");
    assertPushRefused("comments[1].text", comment("s1", "tốt"), comment("s2", " "));
    assertPushRefused("comments[0].id", comment("", "tốt"));
    assertPushRefused("comments[1].id", comment("s3", "tốt"), comment("s3", "khác"));
    assertPushRefused("comments[0].text", comment("s4", "a".repeat(10_001)));
    assertThat(platform.get("/v1/chats/strict/comments").body().path("comments")).isEmpty();
    assertThatThrownBy(
            () ->
                CommentPushServiceGrpc.newBlockingStub(platform.channel())
                    .pushComments(
                        PushCommentsRequest.newBuilder()
                            .setChat("unknown")
                            .addComments(comment("s1", "tốt"))
                            .build()))
        .satisfies(
            fault ->
                assertThat(Status.fromThrowable(fault).getCode())
                    .isEqualTo(Status.Code.FAILED_PRECONDITION));
  }

  @Test
  void noDoorLogsWhatACommentSays() {
    String long10001 = SECRET.repeat(500);
    platform.post("/v1/comments:classify", "{\"comments\":[{\"text\":\"" + long10001 + "\"}]}");
    platform.post("/v1/comments:classify", "{\"comments\":[{\"text\":\"" + SECRET + "\"");
    platform.post("/v1/comments:classify", "{\"" + SECRET + "\":1}");
    assertThatThrownBy(() -> classify(texts(long10001))).isInstanceOf(StatusRuntimeException.class);
    assertThat(platform.isAlive()).isTrue();
    assertThat(platform.printed()).doesNotContain(SECRET);
  }

  private static void assertInvalid(String field, ClassifyTextsRequest request) {
    assertThatThrownBy(() -> classify(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, fault -> assertThat(fields(fault)).contains(field));
  }

  private static void assertNotFound(ClassifyTextsRequest request) {
    assertThatThrownBy(() -> classify(request))
        .satisfies(
            fault ->
                assertThat(Status.fromThrowable(fault).getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  private static void assertPushRefused(String field, Comment... comments) {
    PushCommentsRequest request =
        PushCommentsRequest.newBuilder()
            .setChat("strict")
            .addAllComments(List.of(comments))
            .build();
    assertThatThrownBy(
            () -> CommentPushServiceGrpc.newBlockingStub(platform.channel()).pushComments(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class, fault -> assertThat(fields(fault)).contains(field));
  }

  private static void assertField(String field, RunningPlatform.Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.field()).isEqualTo(field);
  }

  private static List<String> fields(StatusRuntimeException fault) {
    return StatusMapper.fromStatus(fault) instanceof InvalidInputException invalid
        ? invalid.problems().stream().map(problem -> problem.field()).toList()
        : List.of(fault.getStatus().toString());
  }

  private static ClassifyTextsResponse classify(ClassifyTextsRequest request) {
    return ClassifierServiceGrpc.newBlockingStub(platform.channel()).classifyTexts(request);
  }

  private static ClassifyTextsRequest texts(String... texts) {
    ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder();
    for (String text : texts) {
      request.addComments(TextToClassify.newBuilder().setText(text));
    }
    return request.build();
  }
}
