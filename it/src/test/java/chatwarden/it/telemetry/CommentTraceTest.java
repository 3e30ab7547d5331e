package chatwarden.it.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.it.door.RunningPlatform;
import chatwarden.it.door.RunningPlatform.Answer;
import chatwarden.livechat.v1.CommentPushServiceGrpc;
import chatwarden.livechat.v1.PushCommentsRequest;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.tracing.CollectedSpan;
import chatwarden.testing.tracing.OtlpCollector;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a pushed comment through a platform on RabbitMQ, as a collector receives it. */
class CommentTraceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String REST_TRACE = "1af7651916cd43dd8448eb211c80319d";
  private static final String CALLER = "b7ad6b7169203331";
  private static final String TEXT = "thằng ngu này câm mồm đi";

  @Test
  void pushedCommentHasOneTraceFromItsCallToRedis(@TempDir Path folder) throws Exception {
    try (RabbitServer rabbit = RabbitServer.start();
        OtlpCollector collector = OtlpCollector.start();
        RunningPlatform platform =
            new RunningPlatform(
                folder,
                "broker.uri=" + rabbit.uri(),
                "tracing.otlp=" + collector.address(),
                "tracing.ratio=0",
                "settings.poll=0s")) {
      platform.post("/v1/sessions", "{\"source\":\"push:arena\"}");
      Answer settings =
          platform.patch(
              "/v1/chats/arena/settings",
              "{\"settings\":{\"suggestRewrites\":true},\"reviewer\":\"ann\"}");
      assertThat(settings.status()).as(settings.body().toString()).isEqualTo(200);
      push(platform);

      List<CollectedSpan> spans =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> of(TRACE, collector),
                  got -> named(got, "record").size() == 3 && !named(got, "POST").isEmpty());
      CollectedSpan call = one(spans, "POST");
      assertThat(call.parent()).isEqualTo(CALLER);
      assertThat(call.attributes())
          .containsEntry("http.response.status_code", "200")
          .containsEntry("http.request.method", "POST");
      CollectedSpan classified = one(spans, "classify");
      assertThat(path(spans, classified))
          .containsExactly(
              "classify",
              "chatwarden.livechat.v1.CommentPushService/PushComments",
              "chatwarden.livechat.v1.CommentPushService/PushComments",
              call.name());
      assertThat(classified.attributes()).containsEntry("chatwarden.comment.count", "1");
      assertThat(classified.attributes().get("chatwarden.models")).startsWith("chat@");
      assertThat(named(spans, "record"))
          .extracting(span -> path(spans, span).subList(0, 4))
          .containsExactlyInAnyOrder(
              List.of(
                  "record",
                  "publish chatwarden.record.0",
                  "classify",
                  "chatwarden.livechat.v1.CommentPushService/PushComments"),
              List.of("record", "publish chatwarden.record.0", "tag", "publish chatwarden.tag.0"),
              List.of(
                  "record",
                  "publish chatwarden.record.0",
                  "rewrite",
                  "publish chatwarden.rewrite.0"));
      assertThat(named(spans, "redis record")).hasSize(3);

      classifyByRest(platform);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(of(REST_TRACE, collector))
                      .extracting(CollectedSpan::name)
                      .containsExactlyInAnyOrder(
                          "POST /v1/comments:classify",
                          "chatwarden.classifier.v1.ClassifierService/ClassifyTexts",
                          "chatwarden.classifier.v1.ClassifierService/ClassifyTexts"));
      assertThat(collector.spans().toString()).doesNotContain(TEXT, "câm", "an-author", "Nguyễn");
    }
  }

  private static void push(RunningPlatform platform) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-" + CALLER + "-01");
    var taken =
        CommentPushServiceGrpc.newBlockingStub(platform.channel())
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .pushComments(
                PushCommentsRequest.newBuilder()
                    .setChat("arena")
                    .addComments(
                        Comment.newBuilder()
                            .setId("1")
                            .setText(TEXT)
                            .setAuthor(Author.newBuilder().setId("an-author").setName("Nguyễn")))
                    .build());
    assertThat(taken.getAcceptedCount()).isEqualTo(1);
  }

  private static void classifyByRest(RunningPlatform platform) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(platform.uri("/v1/comments:classify"))
            .header("Content-Type", "application/json")
            .header("traceparent", "00-" + REST_TRACE + "-" + CALLER + "-01")
            .POST(HttpRequest.BodyPublishers.ofString("{\"comments\":[{\"text\":\"câm\"}]}"))
            .build();
    assertThat(platform.http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
  }

  private static List<CollectedSpan> of(String trace, OtlpCollector collector) {
    return collector.spans().stream().filter(span -> span.trace().equals(trace)).toList();
  }

  private static List<CollectedSpan> named(List<CollectedSpan> spans, String name) {
    return spans.stream()
        .filter(span -> span.name().equals(name) || span.name().startsWith(name + " /"))
        .toList();
  }

  private static CollectedSpan one(List<CollectedSpan> spans, String name) {
    assertThat(named(spans, name)).hasSize(1);
    return named(spans, name).getFirst();
  }

  /** Returns the names from the span up to the first of its trace that the collector has. */
  private static List<String> path(List<CollectedSpan> spans, CollectedSpan from) {
    return spans.stream()
        .filter(span -> span.id().equals(from.parent()))
        .findFirst()
        .map(parent -> Stream.concat(Stream.of(from.name()), path(spans, parent).stream()).toList())
        .orElse(List.of(from.name()));
  }
}
