package chatwarden.classifier.linear;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class FeatureHasherTest {
  @Example
  void wordsComeInRunsOfOneToThree() {
    assertThat(hash("một hai ba bốn").size(FeatureView.WORDS)).isEqualTo(4 + 3 + 2);
  }

  @Example
  void charactersStayWithinTheirWord() {
    // "|ab|": 3 runs of 2, 2 of 3, 1 of 4
    assertThat(hash("ab").size(FeatureView.CHARACTERS)).isEqualTo(6);
    assertThat(hash("ab ab").size(FeatureView.CHARACTERS)).isEqualTo(12);
  }

  @Example
  void aWordWithoutDiacriticsSharesItsPlainFeatures() {
    assertThat(list(hash("đường phố"), FeatureView.PLAIN_CHARACTERS))
        .isEqualTo(list(hash("duong pho"), FeatureView.PLAIN_CHARACTERS));
    assertThat(list(hash("đường phố"), FeatureView.PLAIN_WORDS))
        .isEqualTo(list(hash("duong pho"), FeatureView.PLAIN_WORDS));
    assertThat(list(hash("đường phố"), FeatureView.WORDS))
        .doesNotContainAnyElementsOf(list(hash("duong pho"), FeatureView.WORDS));
  }

  @Example
  void signsPartNoWords() {
    assertThat(list(hash("một , hai"), FeatureView.WORDS))
        .containsAll(list(hash("một hai"), FeatureView.WORDS));
  }

  @Property
  void aReusedHasherRemembersNothing(@ForAll String first, @ForAll String second) {
    FeatureHasher hasher = new FeatureHasher();
    FeatureHashes features = new FeatureHashes();
    hasher.hash(Normalizer.standard().normalize(first).text(), features);
    hasher.hash(Normalizer.standard().normalize(second).text(), features);

    for (FeatureView view : FeatureView.values()) {
      assertThat(list(features, view))
          .isEqualTo(list(hash(Normalizer.standard().normalize(second).text()), view));
    }
  }

  private static FeatureHashes hash(String text) {
    FeatureHashes features = new FeatureHashes();
    new FeatureHasher().hash(text, features);
    return features;
  }

  private static List<Long> list(FeatureHashes features, FeatureView view) {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < features.size(view); i++) {
      list.add(features.hash(view, i));
    }
    return list;
  }
}
