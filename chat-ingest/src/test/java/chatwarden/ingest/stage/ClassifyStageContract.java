package chatwarden.ingest.stage;

import static chatwarden.ingest.stage.StageEvents.classified;
import static chatwarden.ingest.stage.StageEvents.header;
import static chatwarden.ingest.stage.StageEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.Backlog;
import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerTopology;
import chatwarden.broker.MessageHeaders;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.Rule;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.AllowedPart;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Span;
import chatwarden.type.v1.TaggingState;
import com.rabbitmq.client.GetResponse;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The promises of stage 1: batches, rules, refusals, and sources that are held up. */
public abstract class ClassifyStageContract extends RecordStageContract {

  @Test
  void sourceIsHeldUpWhileTheClassifierIsAway() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    engines.classifierFault =
        texts -> Optional.ofNullable(back.getCount() > 0 ? Status.UNAVAILABLE : null);
    startBehind();
    List<Comment> comments = comments(3_000);
    SourceSink sink = open();
    AtomicInteger delivered = new AtomicInteger();
    CompletableFuture<Void> playing =
        CompletableFuture.runAsync(
            () -> {
              for (Comment comment : comments) {
                deliverUnchecked(sink, comment);
                delivered.incrementAndGet();
              }
            });
    int window = StageKeys.WINDOW.defaultValue();
    await().atMost(LIMIT).until(() -> delivered.get() == window);
    await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> delivered.get() == window);
    back.countDown();
    assertThat(playing).succeedsWithin(LIMIT);
    sink.report(end());
    assertWhole(comments, awaitEnd());
  }

  @Test
  void callersThatWaitForTheirCommentsDoNotMakeBatchesSmaller() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    engines.classifierFault =
        texts -> Optional.ofNullable(back.getCount() > 0 ? Status.UNAVAILABLE : null);
    startBehind();
    List<Comment> comments = comments(200);
    SourceSink sink = open();
    List<CompletionStage<Long>> confirmed = new ArrayList<>();
    for (Comment comment : comments) {
      sink.deliver(comment);
      confirmed.add(sink.barrier());
    }
    back.countDown();
    for (CompletionStage<Long> each : confirmed) {
      assertThat(each).succeedsWithin(LIMIT);
    }
    sink.report(end());

    assertWhole(comments, awaitEnd());
    assertThat(registry.get("stage.batch.size").tag("stage", "classify").summary().max())
        .isGreaterThan(1);
  }

  @Test
  void sourceIsHeldUpWhileTooMuchWaitsToBeRecorded() throws Exception {
    engines.classifierFault =
        texts -> {
          pauseUnchecked(Duration.ofMillis(10)); // Slower than the looks at the backlog.
          return Optional.empty();
        };
    Config modest = config().with(BrokerKeys.BACKLOG, 8);
    Backlog backlog = started(new Backlog(consuming, modest, new SimpleMeterRegistry()));
    ClassifyStage patient =
        started(
            new ClassifyStage(
                engines.channel(), publisher, backlog, modest, new SimpleMeterRegistry()));
    List<Comment> comments = comments(6_000);
    SourceSink sink = patient.open(id, origin(), () -> POLICY, rejections::add);
    AtomicInteger delivered = new AtomicInteger();
    CompletableFuture<Void> playing =
        CompletableFuture.runAsync(
            () -> {
              for (Comment comment : comments) {
                deliverUnchecked(sink, comment);
                delivered.incrementAndGet();
              }
            });
    await().atMost(LIMIT).until(backlog::isTooLong);
    int held = delivered.get();
    assertThat(held).isLessThan(6_000);
    await().during(Duration.ofMillis(500)).atMost(LIMIT).until(() -> delivered.get() <= held + 1);
    startBehind();
    assertThat(playing).succeedsWithin(LIMIT);
    sink.report(end());
    assertWhole(comments, awaitEnd());
    await().atMost(LIMIT).until(() -> !backlog.isTooLong());
  }

  @Test
  void busyChatFillsItsBatches() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    engines.classifierFault =
        texts -> {
          awaitUnchecked(open);
          return Optional.empty();
        };
    startBehind();
    List<Comment> comments = comments(1_281);
    SourceSink sink = open();
    for (Comment comment : comments) {
      sink.deliver(comment);
    }
    open.countDown();
    sink.report(end());
    assertWhole(comments, awaitEnd());
    assertThat(engines.classified).hasSizeBetween(21, 30).allMatch(size -> size <= 64);
  }

  @Test
  void commentIsDecidedByTheRestThatAllowRulesLeave() throws Exception {
    List<Comment> comments =
        List.of(
            said(1, "ok shut up 🎉"),
            said(2, "shut up you idiot"),
            said(3, "SHUT UP"),
            said(4, "xin chào"));

    List<WatchCommentsResponse> events = playAllowing("shut up", comments);

    assertThat(classified(events)).isEqualTo(ids(comments));
    ModeratedComment first = stored(comments.get(0));
    assertThat(first.getFlagReason()).isEqualTo(FlagReason.ALLOW_RULE);
    assertThat(first.getTaggingState()).isEqualTo(TaggingState.NOT_NEEDED);
    assertThat(first.getClassification())
        .isEqualTo(
            GoldenStages.classify(said(1, "ok " + " ".repeat(7) + " 🎉")).getClassification());
    assertThat(first.getAllowedList())
        .containsExactly(
            AllowedPart.newBuilder().setStart(3).setEnd(10).setRule("shut up").build());
    ModeratedComment second = stored(comments.get(1));
    assertThat(second.getTaggingState()).isEqualTo(TaggingState.TAGGED);
    assertThat(second.getTagging().getSpansList())
        .extracting(Span::getText)
        .containsExactly("you idiot");
  }

  @Test
  void commentWhoseRestIsRefusedStaysFlagged() throws Exception {
    engines.classifierFault =
        texts ->
            texts.stream().anyMatch(text -> text.contains(" ".repeat(7)))
                ? Optional.of(Status.INVALID_ARGUMENT)
                : Optional.empty();
    List<Comment> comments = List.of(said(1, "ok shut up 🎉"));

    playAllowing("shut up", comments);

    assertThat(stored(comments.getFirst()).getTaggingState()).isEqualTo(TaggingState.TAGGED);
    assertThat(stored(comments.getFirst()).getAllowedList()).isEmpty();
    assertThat(rejections).isEmpty();
  }

  @Test
  void commentOfAllowedWordsAloneIsCleanWithoutAnotherCall() throws Exception {
    List<Comment> comments = List.of(said(1, "shut up"));

    playAllowing("shut up", comments);

    assertThat(stored(comments.getFirst()).getClassification().getLabel()).isEqualTo(Label.CLEAN);
    assertThat(engines.classified).containsExactly(1);
  }

  @Test
  void commentThatTheClassifierRefusesIsRejectedAndTheOthersGoOn() throws Exception {
    List<Comment> comments = comments(130);
    Comment bad = comments.get(77);
    engines.classifierFault =
        texts ->
            texts.contains(bad.getText())
                ? Optional.of(Status.INVALID_ARGUMENT.withDescription(bad.getText()))
                : Optional.empty();
    startBehind();
    play(comments);
    List<Comment> good = new ArrayList<>(comments);
    good.remove(bad);
    assertWhole(good, awaitEnd());
    assertThat(rejections)
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.place()).contains(bad.getId());
              assertThat(rejection.field()).isEqualTo("text");
              assertThat(rejection.toString()).doesNotContain(bad.getText());
            });
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(Comment.parseFrom(letter.getBody())).isEqualTo(bad);
    assertThat(letter.getProps().getType()).isEqualTo("chatwarden.type.v1.Comment");
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void barrierIsReachedOnlyWhenTheBrokerHasEverything() throws Exception {
    SourceSink sink = open();
    assertThat(sink.barrier().toCompletableFuture()).succeedsWithin(LIMIT);
    broker().kill9();
    for (Comment comment : comments(100)) {
      sink.deliver(comment);
    }
    CompletableFuture<Long> barrier = sink.barrier().toCompletableFuture();
    await()
        .during(Duration.ofMillis(500))
        .atMost(LIMIT)
        .until(() -> !barrier.isDone() && publisher.outstanding() > 0);
    broker().restart();
    assertThat(barrier).succeedsWithin(LIMIT);
  }

  Comment said(int number, String text) {
    return comments(number).getLast().toBuilder().setText(text).build();
  }

  ModeratedComment stored(Comment comment) {
    return stores.comments().get(id, comment.getId()).orElseThrow();
  }

  List<WatchCommentsResponse> playAllowing(String phrase, List<Comment> comments) throws Exception {
    startBehind();
    Rule rule = Rule.newBuilder().setPhrase(phrase).build();
    ChatPolicy policy = ChatPolicy.of(ChatSettings.newBuilder().addAllowRules(rule).build(), 0.3f);
    SourceSink sink = classify.open(id, origin(), () -> policy, rejections::add);
    for (Comment comment : comments) {
      sink.deliver(comment);
    }
    sink.report(end());
    return awaitEnd();
  }

  static void deliverUnchecked(SourceSink sink, Comment comment) {
    try {
      sink.deliver(comment);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void pauseUnchecked(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
