package chatwarden.inference.linear;

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
    assertThat(hash("ab cd").size(FeatureView.CHARACTERS)).isEqualTo(12);
  }

  @Example
  void aRepeatedFeatureStandsOnceAndCountsDamped() {
    FeatureHashes features = hash("ab ab ab");

    assertThat(features.size(FeatureView.CHARACTERS)).isEqualTo(6);
    assertThat(features.frequency(FeatureView.CHARACTERS, 0)).isEqualTo((float) (1 + Math.log(3)));
    assertThat(hash("ab").frequency(FeatureView.CHARACTERS, 0)).isEqualTo(1);
  }

  @Example
  void aLongTextKeepsAllItsFeatures() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append((char) ('a' + i % 26)).append(i).append(' ');
    }

    FeatureHashes features = hash(text.toString());

    assertThat(features.size(FeatureView.WORDS)).isEqualTo(3000 + 2999 + 2998);
    assertThat(list(features, FeatureView.CHARACTERS)).doesNotHaveDuplicates();
  }

  @Example
  void wordScoresShowAsSteps() {
    FeatureHasher hasher =
        new FeatureHasher(hash -> hash == FeatureHasher.plainWord("hai") ? 0.35f : 0);
    FeatureHashes features = new FeatureHashes();
    hasher.hash("một hai ba", features);

    // Highest 0.35: 3 steps of tenths; one marked word; share 0.35 / 3 * 12: 1 step.
    assertThat(features.size(FeatureView.LEXICON)).isEqualTo(3 + 1 + 1);
    hasher.hash("một ba", features);
    assertThat(features.size(FeatureView.LEXICON)).isZero();
  }

  @Example
  void aWordWithoutAScoreTakesThatOfItsPlainSpelling() {
    FeatureHasher hasher = new FeatureHasher(hash -> hash == FeatureHasher.word("ba") ? 0.25f : 0);
    FeatureHashes features = new FeatureHashes();
    hasher.hash("ba một", features);
    List<Long> own = list(features, FeatureView.LEXICON);
    hasher.hash("bà một", features);

    assertThat(own).hasSize(2 + 1);
    assertThat(list(features, FeatureView.LEXICON)).isEqualTo(own);
  }

  @Example
  void theHashOfAPairIsThatOfItsRun() {
    long pair = FeatureHasher.pair(FeatureHasher.plainWord("một"), FeatureHasher.plainWord("hai"));

    assertThat(list(hash("một hai"), FeatureView.PLAIN_WORDS)).contains(pair);
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
    FeatureHasher hasher = new FeatureHasher(WordScores.NONE);
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
    new FeatureHasher(WordScores.NONE).hash(text, features);
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
