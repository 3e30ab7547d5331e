package chatwarden.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.DeletedComment;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CommentValidatorTest {
  private static final Comment GOOD =
      Comment.newBuilder().setId("id").setChat("chat").setText("text").build();

  @Test
  void commentWithinTheLimitsIsTaken() {
    Comment full =
        GOOD.toBuilder()
            .setId("😀".repeat(256))
            .setAuthor(
                Author.newBuilder()
                    .setId("x".repeat(256))
                    .setName("😀".repeat(256))
                    .addAllBadges(Collections.nCopies(8, Badge.MEMBER)))
            .setPublishTime(Timestamp.newBuilder().setSeconds(1))
            .build();
    assertThat(CommentValidator.check(GOOD)).isEmpty();
    assertThat(CommentValidator.check(full)).isEmpty();
  }

  @Test
  void everyLimitOfACommentNamesItsField() {
    assertThat(field(GOOD.toBuilder().clearId())).isEqualTo("id");
    assertThat(field(GOOD.toBuilder().setId("x".repeat(257)))).isEqualTo("id");
    assertThat(field(GOOD.toBuilder().setId("a\nb"))).isEqualTo("id");
    assertThat(field(GOOD.toBuilder().setChat("a b"))).isEqualTo("chat");
    assertThat(field(GOOD.toBuilder().setChat(".."))).isEqualTo("chat");
    assertThat(field(GOOD.toBuilder().clearText())).isEqualTo("text");
    assertThat(field(GOOD.toBuilder().setText("\u3000 \n"))).isEqualTo("text");
    assertThat(field(GOOD.toBuilder().setText("x".repeat(10_001)))).isEqualTo("text");
    assertThat(field(GOOD.toBuilder().setText("\udc00"))).isEqualTo("text");
    assertThat(field(author(Author.newBuilder().setId("x".repeat(257))))).isEqualTo("author.id");
    assertThat(field(author(Author.newBuilder().setName("x".repeat(257)))))
        .isEqualTo("author.name");
    assertThat(field(author(Author.newBuilder().addAllBadges(Collections.nCopies(9, Badge.OWNER)))))
        .isEqualTo("author.badges");
    assertThat(field(author(Author.newBuilder().addBadgesValue(77)))).isEqualTo("author.badges");
    assertThat(field(GOOD.toBuilder().setPublishTime(Timestamp.newBuilder().setNanos(-1))))
        .isEqualTo("publish_time");
  }

  @Test
  void everyLimitOfAReportNamesItsField() {
    DeletedComment deletion = DeletedComment.newBuilder().setId("x").setChat("chat").build();
    BannedAuthor ban = BannedAuthor.newBuilder().setChat("chat").build();
    assertThat(CommentValidator.check(deletion)).isEmpty();
    assertThat(CommentValidator.check(ban)).isEmpty();
    assertThat(name(CommentValidator.check(deletion.toBuilder().clearId().build())))
        .isEqualTo("id");
    Duration negative = Duration.newBuilder().setSeconds(-1).build();
    assertThat(name(CommentValidator.check(ban.toBuilder().setBanDuration(negative).build())))
        .isEqualTo("ban_duration");
  }

  @Property
  void takenTextSurvivesTheWireAndIsWithinTheLimits(@ForAll String text) {
    if (CommentValidator.check(GOOD.toBuilder().setText(text).build()).isEmpty()) {
      byte[] wire = text.getBytes(StandardCharsets.UTF_8);
      assertThat(new String(wire, StandardCharsets.UTF_8)).isEqualTo(text);
      assertThat(text).isNotBlank();
      assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(10_000);
    }
  }

  private static Comment.Builder author(Author.Builder author) {
    return GOOD.toBuilder().setAuthor(author);
  }

  private static String field(Comment.Builder comment) {
    return name(CommentValidator.check(comment.build()));
  }

  private static String name(Optional<CommentValidator.Problem> problem) {
    return problem.map(CommentValidator.Problem::field).orElse("none");
  }
}
