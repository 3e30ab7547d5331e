package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.inference.loader.RewriterLoaders;
import chatwarden.inference.rewriter.RewriteCandidate;
import chatwarden.inference.rewriter.RewriteVerdict;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import chatwarden.testing.model.ShippedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** What holds for every answer of the rewriter that ships. */
class EditingRewriterTest {
  private static final List<String> WORDS =
      List.of(
          "you",
          "idiot",
          "stupid",
          "game",
          "is",
          "not",
          "good",
          "fuck",
          "shit",
          "the",
          "fucking",
          "noob",
          "Anna",
          "20",
          "don't",
          "www.example.com",
          "@friend",
          "go",
          "home",
          "!",
          "mày",
          "ngu",
          "không",
          "chơi",
          "như",
          "chó",
          "đéo",
          "biết",
          "gì",
          "bạn",
          "vl",
          "thằng",
          "😀");

  private static @Nullable Rewriter rewriter;
  private static @Nullable Classifier judge;

  @BeforeContainer
  static void open() throws Exception {
    rewriter =
        RewriterLoaders.all()
            .getFirst()
            .open(ModelFiles.open(ShippedModel.newest("chat-rewriter")));
    for (ModelLoader<Classifier> loader : ClassifierLoaders.all()) {
      if (loader.format().equals("chatwarden-cascade")) {
        judge = loader.open(ModelFiles.open(ShippedModel.newest("chat")));
      }
    }
  }

  @AfterContainer
  static void close() {
    if (rewriter != null && judge != null) {
      rewriter.close();
      judge.close();
    }
  }

  @Provide
  static Arbitrary<String> comments() {
    return Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(10).map(w -> String.join(" ", w));
  }

  @Property(tries = 100)
  void aRewriteIsNeverWorseThanTheText(
      @ForAll("comments") String text, @ForAll boolean isVietnamese) {
    String language = isVietnamese ? "vi" : "en";
    List<String> found = new ArrayList<>();
    Rewriting answer = rewriter().rewrite(text, language, each -> found.add(each.text()));

    if (answer.verdict() == RewriteVerdict.UNCHANGED) {
      assertThat(answer.rewrite()).isEqualTo(text);
    }
    Guards guards = ShippedRules.guards(language);
    double offensive = offensive(text, language);
    for (RewriteCandidate candidate : answer.candidates()) {
      assertThat(candidate.text()).isNotBlank().isNotEqualTo(text);
      assertThat(found).contains(candidate.text());
      assertThat(1 - candidate.strength()).isLessThanOrEqualTo(offensive + 1e-6);
      assertThat(offensive(candidate.text(), language))
          .isCloseTo(1 - candidate.strength(), org.assertj.core.api.Assertions.within(1e-5));
      assertThat(guards.allow(text, candidate.text())).as(candidate.text()).isTrue();
    }
    assertThat(answer).isEqualTo(rewriter().rewrite(text, language, _ -> {}));
  }

  private static Rewriter rewriter() {
    return Objects.requireNonNull(rewriter, "rewriter");
  }

  private static double offensive(String text, String language) {
    return Objects.requireNonNull(judge, "judge")
        .judge(List.of(Question.in(language, text)))
        .getFirst()
        .classes()
        .offensiveProbability();
  }

  @Property(tries = 60)
  void anyTextIsAnswered(@ForAll String text) {
    assertThat(rewriter().rewrite(text, "auto", _ -> {}).verdict()).isNotNull();
  }
}
