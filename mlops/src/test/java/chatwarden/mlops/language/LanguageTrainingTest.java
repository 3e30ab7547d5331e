package chatwarden.mlops.language;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.text.LanguageScore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanguageTrainingTest {
  private static final List<String> VIETNAMESE =
      IntStream.range(0, 40).mapToObj(i -> "hôm nay trời đẹp quá bạn ơi " + i).toList();
  private static final List<String> ENGLISH =
      IntStream.range(0, 40).mapToObj(i -> "the weather is so nice today friends " + i).toList();

  @Test
  void sameLinesGiveTheSameScoreWhichPartsTheLanguages() {
    LanguageScore score = LanguageTraining.train(VIETNAMESE, ENGLISH);

    assertThat(score.toBytes()).isEqualTo(LanguageTraining.train(VIETNAMESE, ENGLISH).toBytes());
    assertThat(score.probability("hom nay troi dep").orElseThrow()).isGreaterThan(0.5);
    assertThat(score.probability("nice weather today").orElseThrow()).isLessThan(0.5);
  }
}
