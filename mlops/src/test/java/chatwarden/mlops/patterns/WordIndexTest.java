package chatwarden.mlops.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.WordScores;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordIndexTest {
  private final List<FeatureHashes> texts = List.of(text("chán chánn"), text("hay chánn chán"));

  @Test
  void wordsThatAreSpelledAlikeShareNgrams() {
    WordIndex index = WordIndex.of(texts, 2, spellings("chán", "chánn", "hay"));
    WordParts[] words = index.of(texts.getFirst());

    List<Integer> shorter = Arrays.stream(words[0].ngrams()).boxed().toList();
    List<Integer> longer = Arrays.stream(words[1].ngrams()).boxed().toList();
    assertThat(shorter).isNotEmpty().allMatch(number -> number >= index.size());
    assertThat(longer).containsExactlyInAnyOrderElementsOf(shorter);
    assertThat(index.alone(words[0].keys()[0]).ngrams()).isEqualTo(words[0].ngrams());
  }

  @Test
  void ngramsOfOneWordAloneAreNotKnown() {
    WordIndex index = WordIndex.of(texts, 2, spellings("chán"));

    assertThat(index.embeddings()).isEqualTo(index.size());
    assertThat(index.of(texts.getFirst())[0].ngrams()).isEmpty();
  }

  @Test
  void aWordOfTooFewTextsIsSpelledWithNothing() {
    WordIndex index = WordIndex.of(texts, 2, spellings("chán", "chánn", "hay"));
    WordParts word = index.of(texts.getLast())[0];

    assertThat(word.keys()[0]).isNegative();
    assertThat(word.ngrams()).isEmpty();
  }

  private static Spellings spellings(String... words) {
    Spellings spellings = new Spellings();
    Arrays.stream(words).forEach(spellings::add);
    return spellings;
  }

  private static FeatureHashes text(String text) {
    FeatureHashes features = new FeatureHashes();
    new FeatureHasher(WordScores.NONE).hash(text, features);
    return features.compact();
  }
}
