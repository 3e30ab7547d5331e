package chatwarden.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import com.google.protobuf.Timestamp;
import org.junit.jupiter.api.Test;

class CommentLimitsTest {
  private static final String EMOJI = "😀";

  @Test
  void anEmojiIsOneCodePointInEveryLimit() {
    assertThat(CommentLimits.length(EMOJI)).isEqualTo(1);
    assertThat(CommentLimits.problemOfId(EMOJI.repeat(256))).isEmpty();
    assertThat(CommentLimits.problemOfName(EMOJI.repeat(256))).isEmpty();
    assertThat(CommentLimits.problemOfText(EMOJI.repeat(10_000))).isEmpty();
    assertThat(CommentLimits.problemOfId(EMOJI.repeat(257)))
        .contains("257 code points long (expected: at most 256)");
    assertThat(CommentLimits.problemOfName(EMOJI.repeat(257)))
        .contains("257 code points long (expected: at most 256)");
    assertThat(CommentLimits.problemOfText(EMOJI.repeat(10_001)))
        .contains("10,001 code points long (expected: at most 10,000)");
  }

  @Test
  void aTextIsNeitherEmptyNorBlankNorHalfACharacter() {
    assertThat(CommentLimits.problemOfText("")).contains("must not be missing or empty");
    assertThat(CommentLimits.problemOfText(" \u00a0\u3000\t")).contains("must not be blank");
    assertThat(CommentLimits.problemOfText("a\ud83d")).contains("must not hold a lone surrogate");
    assertThat(CommentLimits.problemOfText("\u0007 a\n")).isEmpty();
  }

  @Test
  void anIdHasNoControlCharactersAndANameMayBeEmpty() {
    assertThat(CommentLimits.problemOfId("")).contains("must not be missing or empty");
    assertThat(CommentLimits.problemOfId("a\nb")).contains("must not hold control characters");
    assertThat(CommentLimits.problemOfName("")).isEmpty();
    assertThat(CommentLimits.checkId("id", "..")).isEqualTo("..");
    assertThatThrownBy(() -> CommentLimits.checkId("comment", ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("comment: must not be missing or empty");
  }

  @Test
  void aTimeIsOneThatRfc3339CanWrite() {
    assertThat(CommentLimits.isTime(time(-62_135_596_800L, 0))).isTrue();
    assertThat(CommentLimits.isTime(time(253_402_300_799L, 999_999_999))).isTrue();
    assertThat(CommentLimits.isTime(time(-62_135_596_801L, 0))).isFalse();
    assertThat(CommentLimits.isTime(time(253_402_300_800L, 0))).isFalse();
    assertThat(CommentLimits.isTime(time(0, -1))).isFalse();
    assertThat(CommentLimits.isTime(time(0, 1_000_000_000))).isFalse();
  }

  private static Timestamp time(long seconds, int nanos) {
    return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }
}
