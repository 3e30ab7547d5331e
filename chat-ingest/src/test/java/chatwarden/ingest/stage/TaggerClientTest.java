package chatwarden.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TaggerClientTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private GoldenEngines engines;
  private TaggerClient client;

  @BeforeEach
  void open() throws Exception {
    engines = new GoldenEngines();
    StageMetrics metrics = new StageMetrics("tag", new SimpleMeterRegistry());
    client =
        new TaggerClient(
            engines.channel(),
            new RetryingCall("tagger", engines.channel(), LIMIT, metrics),
            LIMIT);
  }

  @AfterEach
  void close() {
    engines.close();
  }

  private static ClassifiedComment flagged(String text, FlagReason reason) {
    return ClassifiedComment.newBuilder()
        .setComment(Comment.newBuilder().setText(text))
        .setFlagged(true)
        .setFlagReason(reason)
        .build();
  }

  @Test
  void commentsThatStageOneFlagsAreStatedOffensiveAndThoseThatOnlyARuleFlagsAreNot()
      throws Exception {
    List<ClassifiedComment> comments =
        List.of(
            flagged("one", FlagReason.FLAG_REASON_UNSPECIFIED),
            flagged("two", FlagReason.BLOCK_RULE),
            flagged("three", FlagReason.LABEL_THRESHOLD));

    assertThat(client.tag(comments))
        .extracting(tagged -> tagged.getComment().getComment().getText())
        .containsExactly("one", "two", "three");
    assertThat(engines.knownOffensive).containsExactly("one", "three");
    assertThat(engines.tagged).containsExactly(2, 1);
  }
}
