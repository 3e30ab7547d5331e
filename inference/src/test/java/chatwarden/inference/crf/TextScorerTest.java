package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.tagger.AnyText;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

class TextScorerTest {

  @Property
  void everyFeatureStandsOnceWhateverWasReadBefore(@ForAll String before, @ForAll String text) {
    TextFeatures features = new TextFeatures();
    features.read(before);
    features.read(text);
    assertThat(hashes(features)).hasSize(features.size()).isEqualTo(of(text));
  }

  @Test
  void featuresOfALongTextAreThoseOfItsWords() {
    String text = IntStream.range(0, 2_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    TextFeatures features = new TextFeatures();
    features.read(text);
    Set<Long> all = hashes(features);
    for (int i = 0; i < 2_000; i += 100) {
      features.read("w" + i);
      assertThat(all).containsAll(hashes(features));
    }
  }

  @Test
  void caseAndSpacesAroundDoNotMatterButSignsDo() {
    assertThat(of(" NGU  quá\n")).isEqualTo(of("ngu quá"));
    assertThat(of("ngu quá!")).isNotEqualTo(of("ngu quá"));
    assertThat(of("ngu quá")).isNotEqualTo(of("quá ngu"));
    assertThat(of(" \t ")).isEmpty();
  }

  @Property(tries = 300)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void theScoreIsThatOfTheFeaturesWhateverWasReadBefore(
      @ForAll @Size(max = 4) List<String> texts, @ForAll long seed) {
    CrfWeights weights =
        RandomWeights.of(
            texts.stream().flatMap(text -> of(text).stream()).mapToLong(f -> f).filter(f -> f > 0),
            seed);
    TextScorer scorer = new TextScorer(weights);
    for (int round = 0; round < 2; round++) {
      for (String text : texts) {
        Set<Long> features = of(text);
        double sum = features.stream().mapToInt(feature -> weights.get(feature) >> 16).sum();
        double score = sum * weights.scale() / Math.sqrt(Math.max(1, features.size()));
        double clean = 1 / (1 + Math.exp(score + weights.steps()[Lattice.BEGIN]));
        assertThat(scorer.clean(text)).isCloseTo(clean, within(1e-12));
        assertThat(scorer.clean(TokenizedText.of(text))).isEqualTo(scorer.clean(text));
      }
    }
  }

  @Test
  void aFeatureWeighsLessTheMoreThereAre() {
    TextFeatures features = new TextFeatures();
    features.read("a");
    long[] known = {features.hash(features.size() - 1)};
    double[] weights = new double[11];
    weights[0] = 3;
    weights[2 + Lattice.BEGIN] = -1;
    TextScorer scorer = new TextScorer(CrfWeights.of(known, weights, 1));

    assertThat(scorer.clean("")).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
    features.read("a b");
    double score = 3 / Math.sqrt(features.size()) - 1;
    assertThat(scorer.clean("a b")).isCloseTo(1 / (1 + Math.exp(score)), within(1e-4));
    assertThat(scorer.clean("a")).isLessThan(scorer.clean("a b"));
  }

  @Test
  void theJudgeChangesWhetherThereIsASpanButNotWhere() {
    Lattice lattice = new Lattice();
    double[] steps = new double[9];
    lattice.run(3, new double[] {1, -1, 0}, new double[] {0, 1, 0}, steps);
    TokenMarginals marginals = new TokenMarginals();
    marginals.clear(3);
    marginals.add(1, lattice);
    double clean = marginals.clean();
    double given = marginals.begin(0) / (1 - clean);

    TextVote vote = new TextVote(0.6, 0.5, 0.3, -1);
    marginals.judge(vote, 0.9);

    assertThat(marginals.clean()).isCloseTo(vote.clean(clean, 0.9, 3), within(1e-12));
    assertThat(marginals.begin(0) / (1 - marginals.clean())).isCloseTo(given, within(1e-12));
  }

  @Test
  void theJudgeFindsNoSpanWhereNoTokenCanBeOne() {
    Lattice lattice = new Lattice();
    double[] steps = new double[9];
    lattice.run(1, new double[] {-100}, new double[] {-100}, steps);
    TokenMarginals marginals = new TokenMarginals();
    marginals.clear(1);
    marginals.add(1, lattice);

    marginals.judge(new TextVote(1, 1, 0, 0), 0);

    assertThat(marginals.clean()).isCloseTo(1, within(1e-9));
  }

  private static Set<Long> of(String text) {
    TextFeatures features = new TextFeatures();
    features.read(text);
    return hashes(features);
  }

  private static Set<Long> hashes(TextFeatures features) {
    long[] hashes = IntStream.range(0, features.size()).mapToLong(features::hash).toArray();
    return Arrays.stream(hashes).boxed().collect(Collectors.toSet());
  }
}
