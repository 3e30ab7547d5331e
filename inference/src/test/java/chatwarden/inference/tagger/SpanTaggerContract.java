package chatwarden.inference.tagger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

/** What holds for every tagger of Vietnamese that is shipped. */
public abstract class SpanTaggerContract {
  private final SpanTagger tagger;

  /** For {@code tagger}, which stays open. */
  protected SpanTaggerContract(SpanTagger tagger) {
    this.tagger = tagger;
  }

  @Property(tries = 300)
  @Domain(AnyText.class)
  void spansLieInsideTheTextAndCoverageCountsThem(@ForAll String text) {
    SpanTagging tagging = tagger.tag(List.of(text)).getFirst();
    int codePoints = text.codePointCount(0, text.length());
    int covered = 0;
    for (TaggedSpan span : tagging.spans()) {
      assertThat(span.end()).isLessThanOrEqualTo(codePoints);
      covered += span.length();
    }
    float expected = codePoints == 0 ? 0 : (float) covered / codePoints;
    assertThat(tagging.coverage()).isEqualTo(expected);
  }

  @Property(tries = 100)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void batchedEqualsSingle(@ForAll @Size(max = 12) List<String> texts) {
    List<SpanTagging> alone = new ArrayList<>();
    texts.forEach(text -> alone.addAll(tagger.tag(List.of(text))));
    assertThat(tagger.tag(texts)).isEqualTo(alone);
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      texts.add("thằng ngu " + "này ".repeat(i % 17) + " vl " + i);
    }
    List<SpanTagging> expected = tagger.tag(texts);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<SpanTagging>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> tagger.tag(texts)));
      }
      for (Future<List<SpanTagging>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void vietnameseInsultIsMarkedAndItsSurroundingsAreNot() {
    assertThat(marked(tagger, "hôm nay trời đẹp mà thằng ngu kia nói nhiều"))
        .anyMatch(span -> span.contains("ngu"))
        .noneMatch(span -> span.contains("trời"));
  }

  @Test
  void insultWithoutDiacriticsInCapitalsAndStretchedIsMarked() {
    assertThat(marked(tagger, "do NGUUUU")).anyMatch(span -> span.contains("NGUUUU"));
  }

  @Test
  void placesAreThoseOfTheTextAsSentBehindEmojiAndDecomposedLetters() {
    String insult = "ngu vl";
    String before = "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69 la\u0300 \uD83D ";
    int shift = before.codePointCount(0, before.length());
    SpanTagging tagging = tagger.tag(List.of(before + insult)).getFirst();
    assertThat(tagging.spans()).isNotEmpty();
    assertThat(tagging.spans().getFirst().start()).isEqualTo(shift);
  }

  @Test
  void friendlyTextStaysClean() {
    assertThat(marked(tagger, "chúc cả nhà buổi sáng vui vẻ nha")).isEmpty();
    assertThat(marked(tagger, "")).isEmpty();
    assertThat(marked(tagger, " \n ")).isEmpty();
  }

  @Test
  void longestTextsAreTaggedBesideShortOnes() {
    List<SpanTagging> taggings = tagger.tag(List.of("ok", "ngu ".repeat(2_500), "ngu"));
    assertThat(taggings.get(0).spans()).isEmpty();
    assertThat(taggings.get(1).coverage()).isPositive();
    assertThat(taggings.get(2)).isEqualTo(tagger.tag(List.of("ngu")).getFirst());
  }

  /** The spans that {@code tagger} marks, as texts. */
  protected static List<String> marked(SpanTagger tagger, String text) {
    int[] codePoints = text.codePoints().toArray();
    return tagger.tag(List.of(text)).getFirst().spans().stream()
        .map(span -> new String(codePoints, span.start(), span.length()))
        .toList();
  }
}
