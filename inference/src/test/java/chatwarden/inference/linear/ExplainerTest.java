package chatwarden.inference.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Explanation;
import chatwarden.inference.classifier.Explanation.DecisiveWords;
import chatwarden.inference.classifier.Explanation.Ngram;
import chatwarden.inference.subword.SubwordClassifier;
import chatwarden.inference.weights.WeightFile;
import chatwarden.testing.model.ShippedModel;
import chatwarden.text.CodePointRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final List<Classifier> CLASSIFIERS = new ArrayList<>();

  /** A model of random weights, and one of each kind that ships. */
  @BeforeAll
  @BeforeContainer
  static void openModels() throws IOException {
    if (!CLASSIFIERS.isEmpty()) {
      return;
    }
    Path folder = Files.createTempDirectory("explainer");
    Path weights = WeightFile.in(folder, LinearClassifier.WEIGHTS);
    LinearFile.write(weights, SmallModel.weights());
    CLASSIFIERS.add(LinearClassifier.open(folder));
    Files.delete(weights);
    Files.delete(folder);
    CLASSIFIERS.add(LinearClassifier.open(ShippedModel.newest("vi-linear")));
    CLASSIFIERS.add(SubwordClassifier.open(ShippedModel.newest("vi-subword")));
  }

  @AfterAll
  @AfterContainer
  static void closeModels() {
    CLASSIFIERS.forEach(Classifier::close);
    CLASSIFIERS.clear();
  }

  @Property(tries = 300)
  void biasAndContributionsAddUpToTheLogitOfTheAnswer(@ForAll("texts") String text) {
    for (Classifier classifier : CLASSIFIERS) {
      Explanation explanation = classifier.explain(text, 0.3f);
      ClassProbabilities answer = classifier.classify(List.of(text)).getFirst();
      double sum = explanation.ngrams().stream().mapToDouble(Ngram::contribution).sum();

      assertThat(explanation.bias() + sum + explanation.other())
          .isCloseTo(explanation.logit(), within(1e-4));
      assertThat(explanation.logit())
          .isCloseTo(
              Math.log(answer.probability(explanation.label()))
                  - Math.log(answer.probability(ClassProbabilities.CLEAN)),
              within(1e-3));
    }
  }

  @Property(tries = 300)
  void everyNgramIsAPartOfTheTextAndTheWeightiestStandFirst(@ForAll("texts") String text) {
    int length = text.codePointCount(0, text.length());
    for (Classifier classifier : CLASSIFIERS) {
      List<Ngram> ngrams = classifier.explain(text, 0.3f).ngrams();

      assertThat(ngrams)
          .allSatisfy(ngram -> assertThat(ngram.range().length()).isPositive())
          .allSatisfy(ngram -> assertThat(ngram.range().end()).isLessThanOrEqualTo(length))
          .isSortedAccordingTo(
              Comparator.comparingDouble(ngram -> -Math.abs(ngram.contribution())));
      assertThat(new HashSet<>(ngrams.stream().map(Ngram::range).toList())).hasSameSizeAs(ngrams);
    }
  }

  @Property(tries = 300)
  void withoutTheDecisiveWordsTheTextFallsUnderTheThreshold(
      @ForAll("texts") String text, @ForAll @FloatRange(min = 0.05f, max = 1) float share) {
    for (Classifier classifier : CLASSIFIERS) {
      float whole = offensive(classifier, text);
      float threshold = Math.max(Float.MIN_VALUE, whole * share);
      DecisiveWords decisive = classifier.explain(text, threshold).decisive();
      float rest = offensive(classifier, without(text, decisive.words()));

      assertThat(rest).isEqualTo(decisive.offensiveProbability());
      if (!decisive.words().isEmpty()) {
        assertThat(rest).isLessThan(threshold);
      }
    }
  }

  @Property(tries = 100)
  void noSmallerSetOfWordsDoesWhereThatIsSaid(
      @ForAll("plainWords") List<String> words,
      @ForAll @FloatRange(min = 0.05f, max = 1) float share) {
    String text = String.join(" ", words);
    Classifier classifier = CLASSIFIERS.getFirst();
    float threshold = offensive(classifier, text) * share;
    DecisiveWords decisive = classifier.explain(text, threshold).decisive();
    int fewest =
        subsets(text, words).stream()
            .filter(subset -> offensive(classifier, without(text, subset)) < threshold)
            .mapToInt(Set::size)
            .min()
            .orElse(Integer.MAX_VALUE);

    if (fewest == Integer.MAX_VALUE) {
      assertThat(decisive.words()).isEmpty();
    } else {
      assertThat(decisive.minimal()).isTrue();
      assertThat(decisive.words()).hasSize(fewest);
    }
  }

  @Test
  void theWordThatMakesACommentOffensiveWeighsMostAndDecides() {
    String text = "Hôm nay trời đẹp, đồ n.g.u";
    Explanation explanation = CLASSIFIERS.get(1).explain(text, 0.3f);
    CodePointRange word = new CodePointRange(text.length() - 5, text.length());

    assertThat(explanation.ngrams().getFirst().range()).isEqualTo(word);
    assertThat(explanation.ngrams().getFirst().contribution()).isPositive();
    assertThat(explanation.decisive().words()).containsExactly(word);
    assertThat(explanation.decisive().minimal()).isTrue();
  }

  @Test
  void aLongTextIsExplainedWithFewTrials() {
    String text = "trời đẹp quá bạn ơi đồ ngu ".repeat(370);
    DecisiveWords decisive = CLASSIFIERS.get(1).explain(text, 0.3f).decisive();

    assertThat(offensive(CLASSIFIERS.get(1), text)).isGreaterThan(0.3f);
    assertThat(decisive.words()).isNotEmpty();
    assertThat(decisive.minimal()).isFalse();
    assertThat(offensive(CLASSIFIERS.get(1), without(text, decisive.words()))).isLessThan(0.3f);
  }

  private static float offensive(Classifier classifier, String text) {
    return classifier.classify(List.of(text)).getFirst().offensiveProbability();
  }

  private static String without(String text, Iterable<CodePointRange> ranges) {
    StringBuilder rest = new StringBuilder();
    int from = 0;
    List<CodePointRange> sorted = new ArrayList<>();
    ranges.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(CodePointRange::start));
    for (CodePointRange range : sorted) {
      rest.append(text, text.offsetByCodePoints(0, from), at(text, range.start())).append(' ');
      from = range.end();
    }
    return rest.append(text, at(text, from), text.length()).toString();
  }

  private static int at(String text, int codePoint) {
    return text.offsetByCodePoints(0, codePoint);
  }

  /** All sets of words of a text of {@code words}, parted by single spaces. */
  private static List<Set<CodePointRange>> subsets(String text, List<String> words) {
    List<CodePointRange> ranges = new ArrayList<>();
    int start = 0;
    for (String word : words) {
      int end = start + word.codePointCount(0, word.length());
      ranges.add(new CodePointRange(start, end));
      start = end + 1;
    }
    assertThat(start).isEqualTo(text.codePointCount(0, text.length()) + 1);
    List<Set<CodePointRange>> subsets = new ArrayList<>();
    for (int mask = 0; mask < 1 << words.size(); mask++) {
      int chosen = mask;
      subsets.add(
          new HashSet<>(
              IntStream.range(0, words.size())
                  .filter(i -> (chosen >> i & 1) != 0)
                  .mapToObj(ranges::get)
                  .toList()));
    }
    return subsets;
  }

  @Provide
  Arbitrary<List<String>> plainWords() {
    return Arbitraries.of("chào", "mọi", "nhà", "vui", "một", "hai", "hello", "nice", "😂")
        .list()
        .ofMinSize(1)
        .ofMaxSize(7);
  }

  /** Any UTF-16 units, and mixtures of known words with what the normaliser rewrites. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> units = Arbitraries.strings().all().ofMaxLength(30);
    Arbitrary<String> pieces =
        Arbitraries.of(
                "chào",
                "mọi",
                "một",
                "hai",
                "hello",
                "QUÁ",
                "😂😂",
                "đồ ngu",
                "đ.m",
                "vcl",
                "n g u",
                "ng\u0300u",
                "\u200b",
                "\ud83d",
                "@ai",
                "https://example.com/a",
                "&amp;",
                "!!!",
                "ngườiiii",
                "ﬁ",
                "\u0301",
                "𝓷𝓰𝓾",
                "İ",
                ",",
                "  ")
            .list()
            .ofMaxSize(14)
            .map(parts -> String.join(" ", parts));
    Arbitrary<String> glued = pieces.map(text -> text.replace(" ", ""));
    return Arbitraries.oneOf(units, pieces, glued);
  }
}
