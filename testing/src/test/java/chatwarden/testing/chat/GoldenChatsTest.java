package chatwarden.testing.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GoldenChatsTest {

  @Test
  void sameSeedGivesTheSameChatAndAnotherSeedAnother() {
    List<Comment> once = GoldenChats.of("demo", 1).comments(200);
    assertThat(GoldenChats.of("demo", 1).comments(200)).isEqualTo(once);
    assertThat(GoldenChats.of("demo", 2).comments(200)).isNotEqualTo(once);
  }

  @Test
  void idsAndTextsAreDistinct() {
    List<Comment> comments = GoldenChats.of("demo", 1).comments(5_000);
    assertThat(comments).extracting(Comment::getId).doesNotHaveDuplicates();
    assertThat(comments).extracting(Comment::getText).doesNotHaveDuplicates();
  }

  @Test
  void shareOfInsultsIsWhatWasAskedFor() {
    assertThat(flagged(0)).isZero();
    assertThat(flagged(1)).isEqualTo(1_000);
    assertThat(flagged(0.3)).isBetween(250L, 350L);
  }

  @Test
  void spansCountCodePointsOfTheText() {
    Comment comment = Comment.newBuilder().setText("🎉🎉 đồ ngu").build();
    TaggedComment tagged = GoldenStages.tag(GoldenStages.classify(comment));
    assertThat(tagged.getTagging().getSpansList()).extracting(Span::getStart).containsExactly(3);
    assertThat(tagged.getTagging().getSpansList()).extracting(Span::getEnd).containsExactly(9);
    assertThat(tagged.getTagging().getCoverage()).isEqualTo(6f / 9);
  }

  private static long flagged(double share) {
    return GoldenChats.of("demo", 3).withOffensiveShare(share).comments(1_000).stream()
        .filter(comment -> GoldenStages.classify(comment).getFlagged())
        .count();
  }
}
