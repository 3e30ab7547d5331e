package chatwarden.mlops.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.WordScores;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HandmadeFeaturesTest {
  private static final WordScores SCORES =
      hash ->
          hash == FeatureHasher.plainWord("ngu")
              ? 0.8f
              : hash == FeatureHasher.plainWord("mày") ? 0.25f : 0;

  @Test
  void whatMeetsTheEyeIsCounted() {
    String text = "@an #vui MÀY ngu NGU quáaaaa!!! 1 2? 😀👍 https://a.example/b";

    assertThat(value(text, "code_points")).isEqualTo(text.codePointCount(0, text.length()));
    assertThat(value(text, "words")).isEqualTo(12);
    assertThat(value(text, "digits")).isEqualTo(2);
    assertThat(value(text, "exclamation_marks")).isEqualTo(3);
    assertThat(value(text, "question_marks")).isEqualTo(1);
    assertThat(value(text, "hashtags")).isEqualTo(1);
    assertThat(value(text, "mentions")).isEqualTo(1);
    assertThat(value(text, "urls")).isEqualTo(1);
    assertThat(value(text, "emoji")).isEqualTo(2);
    assertThat(value(text, "longest_run_of_a_letter")).isEqualTo(4);
    assertThat(value(text, "share_of_distinct_words")).isEqualTo(1);
    assertThat(value("Ab cD", "share_of_upper_case")).isEqualTo(0.5);
    assertThat(value("ab cdef", "mean_word_length")).isEqualTo(3);
  }

  @Test
  void keywordsAreWordsThatAreMarkedMoreOftenThanNot() {
    assertThat(value("MÀY ngu như ngu", "keywords")).isEqualTo(2);
    assertThat(value("MÀY ngu như ngu", "share_of_keywords")).isEqualTo(0.5);
    assertThat(value("MÀY ngu như ngu", "highest_keyword_score")).isCloseTo(0.8, within(1e-6));
    assertThat(value("MÀY ngu như ngu", "sum_of_keyword_scores")).isCloseTo(1.85, within(1e-6));
    assertThat(value("xin chào", "keywords")).isZero();
  }

  @Property
  void everyTextHasFiniteFeatures(@ForAll String text) {
    double[] features = HandmadeFeatures.of(text, SCORES);
    assertThat(features).hasSize(HandmadeFeatures.NAMES.size());
    for (double feature : features) {
      assertThat(feature).isFinite().isNotNegative();
    }
  }

  private static double value(String text, String name) {
    return HandmadeFeatures.of(text, SCORES)[HandmadeFeatures.NAMES.indexOf(name)];
  }
}
