package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.tagger.AnyText;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

class CrfEmissionsTest {

  @Property(tries = 300)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void sumsAreThoseOfAllFeaturesWhateverWasReadBefore(
      @ForAll @Size(max = 4) List<String> texts, @ForAll long seed) {
    List<TokenizedText> tokenized = texts.stream().map(TokenizedText::of).toList();
    // Half of the features are known, as far as there are some of both kinds.
    CrfWeights weights =
        RandomWeights.of(
            tokenized.stream().flatMapToLong(CrfEmissionsTest::features).filter(f -> f > 0), seed);
    CrfEmissions emissions = new CrfEmissions(weights);
    for (int round = 0; round < 2; round++) {
      tokenized.forEach(text -> assertSums(emissions, weights, text));
    }
  }

  private static LongStream features(TokenizedText text) {
    CrfFeatures features = CrfFeatures.of(text);
    return IntStream.range(0, features.offset(features.count())).mapToLong(features::hash);
  }

  private static void assertSums(CrfEmissions emissions, CrfWeights weights, TokenizedText text) {
    CrfFeatures features = CrfFeatures.of(text);
    emissions.read(text);
    for (int t = 0; t < text.count(); t++) {
      int begin = 0;
      int inside = 0;
      for (int f = features.offset(t); f < features.offset(t + 1); f++) {
        begin += weights.get(features.hash(f)) >> 16;
        inside += (short) weights.get(features.hash(f));
      }
      long sum = emissions.sum(text, t);
      assertThat(CrfWeights.begin(sum)).isEqualTo(begin);
      assertThat(CrfWeights.inside(sum)).isEqualTo(inside);
    }
  }
}
