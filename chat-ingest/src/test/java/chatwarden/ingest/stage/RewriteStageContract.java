package chatwarden.ingest.stage;

import static chatwarden.ingest.stage.StageEvents.header;
import static chatwarden.ingest.stage.StageEvents.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.BrokerTopology;
import chatwarden.broker.MessageHeaders;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Rewriting;
import chatwarden.type.v1.RewrittenComment;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The promises of stage 3: a proposal for each flagged comment that asks for one, and no wait. */
public abstract class RewriteStageContract extends ClassifyStageContract {
  private static final ChatPolicy SUGGESTING =
      ChatPolicy.of(ChatSettings.newBuilder().setSuggestRewrites(true).build(), 0.3f);

  @Test
  void eachFlaggedCommentOfAChatThatAsksGetsItsProposal() throws Exception {
    startBehind();
    startRewriting(config());
    List<Comment> comments = comments(400);
    List<String> flagged = ids(comments.stream().filter(StageEvents::isFlagged).toList());
    SourceSink sink = suggesting(comments);
    await().atMost(LIMIT).until(() -> proposals().size() == flagged.size());
    sink.report(end());

    assertWhole(comments, awaitEnd().stream().filter(it -> !it.hasRewritten()).toList());
    assertThat(proposals().stream().map(RewrittenComment::getId))
        .containsExactlyInAnyOrderElementsOf(flagged);
    assertThat(engines.rewritten).allMatch(size -> size <= 16);
    for (RewrittenComment told : proposals()) {
      Rewriting stored = stores.comments().get(id, told.getId()).orElseThrow().getRewriting();
      assertThat(stored).isEqualTo(told.getRewriting());
      assertThat(stored.getCandidatesList()).hasSize(1);
      assertThat(told.getChat()).isEqualTo(id);
    }
  }

  @Test
  void chatThatDoesNotAskIsNotSentToTheRewriter() throws Exception {
    startBehind();
    startRewriting(config());
    List<Comment> comments = comments(200);
    play(comments);

    assertWhole(comments, awaitEnd());
    assertThat(engines.rewritten).isEmpty();
  }

  @Test
  void theChatEndsWhileTheRewriterIsAway() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    engines.rewriterFault = texts -> Optional.ofNullable(away.get() ? Status.UNAVAILABLE : null);
    startBehind();
    startRewriting(config());
    List<Comment> comments = comments(200);
    suggesting(comments).report(end());

    assertWhole(comments, awaitEnd());
    away.set(false);
    Comment flagged = comments.stream().filter(StageEvents::isFlagged).findFirst().orElseThrow();
    await()
        .atMost(LIMIT)
        .until(() -> stores.comments().get(id, flagged.getId()).orElseThrow().hasRewriting());
    assertThat(events().getLast().hasEnded()).isTrue();
  }

  @Test
  void commentsThatHaveWaitedForTooLongAreSkippedAndCounted() throws Exception {
    engines.rewriterFault = texts -> Optional.of(Status.UNAVAILABLE);
    startBehind();
    startRewriting(config().with(StageKeys.REWRITE_MAX_AGE, Duration.ofMillis(300)));
    List<Comment> comments = comments(100);
    long flagged = comments.stream().filter(StageEvents::isFlagged).count();
    suggesting(comments);

    await()
        .atMost(LIMIT)
        .until(
            () ->
                registry.get("stage.skipped").tag("stage", "rewrite").counter().count() == flagged);
    assertThat(proposals()).isEmpty();
  }

  @Test
  void commentThatTheRewriterRefusesBecomesADeadLetterAlone() throws Exception {
    List<Comment> comments = comments(60);
    Comment bad = comments.stream().filter(StageEvents::isFlagged).findFirst().orElseThrow();
    engines.rewriterFault =
        texts ->
            Optional.ofNullable(texts.contains(bad.getText()) ? Status.INVALID_ARGUMENT : null);
    startBehind();
    startRewriting(config().with(StageKeys.MAX_ATTEMPTS, 2));
    long flagged = comments.stream().filter(StageEvents::isFlagged).count();
    suggesting(comments);

    assertThat(header(deadLetter(BrokerTopology.REWRITE), MessageHeaders.QUEUE))
        .isEqualTo(BrokerTopology.REWRITE);
    await().atMost(LIMIT).until(() -> proposals().size() == flagged - 1);
    assertThat(proposals()).noneMatch(told -> told.getId().equals(bad.getId()));
  }

  private void startRewriting(Config config) throws Exception {
    started(new RewriteStage(consuming, publisher, engines.channel(), config, registry));
  }

  private SourceSink suggesting(List<Comment> comments) throws InterruptedException {
    SourceSink sink = classify.open(id, origin(), () -> SUGGESTING, rejections::add);
    for (Comment comment : comments) {
      sink.deliver(comment);
    }
    return sink;
  }

  private List<RewrittenComment> proposals() {
    return events().stream()
        .filter(WatchCommentsResponse::hasRewritten)
        .map(WatchCommentsResponse::getRewritten)
        .toList();
  }
}
