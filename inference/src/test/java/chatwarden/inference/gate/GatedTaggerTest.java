package chatwarden.inference.gate;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.cascade.TextOpinion;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.gate.GatedTagger.LanguageTagger;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GatedTaggerTest {

  private final List<String> closed = new ArrayList<>();

  /** Finds texts with an exclamation mark offensive, and a part of those with two. */
  private final class Loud implements TextGate {

    @Override
    public List<TextOpinion> ask(List<Question> questions) {
      return questions.stream()
          .map(Question::text)
          .map(
              text ->
                  new TextOpinion(
                      text.contains("!") ? 0.75 : 0.25, text.contains("!!") ? 0.9 : 0.1))
          .toList();
    }

    @Override
    public void close() {
      closed.add("gate");
    }
  }

  /** Marks the whole text, with a score by which it is known. */
  private final class Whole implements SpanTagger {
    private final float score;

    Whole(float score) {
      this.score = score;
    }

    @Override
    public List<SpanTagging> tag(List<String> texts) {
      return texts.stream().map(this::whole).toList();
    }

    private SpanTagging whole(String text) {
      int length = text.codePointCount(0, text.length());
      return SpanTagging.of(List.of(new TaggedSpan(0, length, score)), length);
    }

    @Override
    public void close() {
      closed.add("tagger " + score);
    }
  }

  private GatedTagger tagger(double least) {
    return tagger(least, least);
  }

  private GatedTagger tagger(double leastOfVietnamese, double leastOfEnglish) {
    return tagger(leastOfVietnamese, leastOfEnglish, 0);
  }

  private GatedTagger tagger(
      double leastOfVietnamese, double leastOfEnglish, double leastSpanOfEnglish) {
    return new GatedTagger(
        new Loud(),
        Map.of(
            "vi",
            new LanguageTagger(new Whole(0.5f), leastOfVietnamese, 0),
            "en",
            new LanguageTagger(new Whole(1), leastOfEnglish, leastSpanOfEnglish)));
  }

  @Test
  void textsThatStageOneFindsCleanStayUnmarked() {
    List<SpanTagging> taggings =
        tagger(0.5).tag(List.of("chào cả nhà", "trời ơi nóng quá!", "good night", "what a day!"));

    assertThat(taggings).extracting(SpanTagging::coverage).containsExactly(0f, 1f, 0f, 1f);
  }

  @Test
  void eachTextIsMarkedByTheTaggerOfItsLanguage() {
    List<SpanTagging> taggings =
        tagger(0).tag(List.of("what a day my friends", "hôm nay trời đẹp quá", "good night all"));

    assertThat(taggings)
        .extracting(tagging -> tagging.spans().getFirst().score())
        .containsExactly(1f, 0.5f, 1f);
  }

  @Test
  void eachLanguageHasALeastProbabilityOfItsOwn() {
    List<SpanTagging> taggings =
        tagger(0.5, 0.9).tag(List.of("trời ơi nóng quá!", "what a day my friends!"));

    assertThat(taggings).extracting(SpanTagging::coverage).containsExactly(1f, 0f);
  }

  @Test
  void textsKnownToBeOffensiveAreMarkedByTheTaggerOfTheirLanguageWhateverStageOneSays() {
    List<SpanTagging> taggings =
        tagger(0.5).tagOffensive(List.of("hôm nay trời đẹp quá", "what a day my friends"));

    assertThat(taggings)
        .extracting(tagging -> tagging.spans().getFirst().score())
        .containsExactly(0.5f, 1f);
  }

  @Test
  void textsOfWhichNoPartIsLikelyOffensiveStayUnmarked() {
    List<SpanTagging> taggings =
        tagger(0, 0, 0.5).tag(List.of("what a day my friends!!", "what a day my friends!"));

    assertThat(taggings).extracting(SpanTagging::coverage).containsExactly(1f, 0f);
  }

  @Test
  void closesWhatItAsks() {
    tagger(0).close();

    assertThat(closed).containsExactlyInAnyOrder("gate", "tagger 0.5", "tagger 1.0");
  }
}
