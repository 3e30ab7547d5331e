package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageDetectorTest {
  private static final LanguageDetector DETECTOR = LanguageDetector.standard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chào mọi người",
        "chao moi nguoi, hom nay vui qua",
        "video nay hay qua ban oi",
        "ko biet nua",
        "mình thích stream này lắm",
        "tuyệt vời",
        "e\u0302m o\u031b\u0309 \u0111a\u0302u",
        "hay qua anh oi",
      })
  void vietnameseIsFoundAlsoWithoutDiacritics(String text) {
    assertThat(DETECTOR.detect(text)).isEqualTo("vi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello everyone",
        "what a great game",
        "this is so good lol",
        "can u turn the volume up pls",
        "I love this song",
        "who is streaming tonight?",
      })
  void englishIsFound(String text) {
    assertThat(DETECTOR.detect(text)).isEqualTo("en");
  }

  @Test
  void aTextWithoutLettersCountsAsVietnamese() {
    assertThat(DETECTOR.detect("")).isEqualTo("vi");
    assertThat(DETECTOR.detect("😂😂 123 !!!")).isEqualTo("vi");
  }

  @Test
  void featuresOfAWordDoNotDependOnTheLengthOfTheOneBefore() {
    List<Integer> alone = features("ban");
    for (int length = 1; length < 396; length++) {
      String longWord = "n".repeat(length);
      assertThat(features(longWord + " ban"))
          .hasSize(features(longWord).size() + alone.size())
          .endsWith(alone.toArray(Integer[]::new));
    }
  }

  private static List<Integer> features(String text) {
    List<Integer> features = new ArrayList<>();
    LanguageFeatures.each(text, features::add);
    return features;
  }

  @Property
  void everyTextHasAProbability(@ForAll String text) {
    assertThat(DETECTOR.probabilityOfVietnamese(text)).isBetween(0.0, 1.0);
  }
}
