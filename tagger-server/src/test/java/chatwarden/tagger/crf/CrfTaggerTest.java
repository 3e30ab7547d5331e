package chatwarden.tagger.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.tagger.model.SpanTagging;
import chatwarden.tagger.model.TaggedSpan;
import java.io.IOException;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

class CrfTaggerTest {

  private static final CrfTagger VIETNAMESE = open("vi-crf");

  private static CrfTagger open(String name) {
    try {
      return CrfTagger.open(Path.of("..", "models", name, "1"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Property
  @Domain(AnyText.class)
  void spansLieInsideTheTextAndCoverageCountsThem(@ForAll String text) {
    SpanTagging tagging = VIETNAMESE.tag(List.of(text)).getFirst();
    int codePoints = text.codePointCount(0, text.length());
    int covered = 0;
    for (TaggedSpan span : tagging.spans()) {
      assertThat(span.end()).isLessThanOrEqualTo(codePoints);
      covered += span.length();
    }
    float expected = codePoints == 0 ? 0 : (float) covered / codePoints;
    assertThat(tagging.coverage()).isEqualTo(expected);
  }

  @Property
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void batchedEqualsSingle(@ForAll @Size(max = 8) List<String> texts) {
    List<SpanTagging> alone = new ArrayList<>();
    texts.forEach(text -> alone.addAll(VIETNAMESE.tag(List.of(text))));
    assertThat(VIETNAMESE.tag(texts)).isEqualTo(alone);
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add("thằng ngu " + "này ".repeat(i % 17) + " vl " + i);
    }
    List<SpanTagging> expected = VIETNAMESE.tag(texts);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<SpanTagging>>> answers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        answers.add(threads.submit(() -> VIETNAMESE.tag(texts)));
      }
      for (Future<List<SpanTagging>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void vietnameseInsultIsMarkedAndItsSurroundingsAreNot() {
    assertThat(marked(VIETNAMESE, "hôm nay trời đẹp mà thằng ngu kia nói nhiều"))
        .anyMatch(span -> span.contains("ngu"))
        .noneMatch(span -> span.contains("trời"));
  }

  @Test
  void insultWithoutDiacriticsInCapitalsAndStretchedIsMarked() {
    assertThat(marked(VIETNAMESE, "do NGUUUU")).anyMatch(span -> span.contains("NGUUUU"));
  }

  @Test
  void placesAreThoseOfTheTextAsSentBehindEmojiAndDecomposedLetters() {
    String insult = "ngu vl";
    String before = "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69 la\u0300 \uD83D ";
    int shift = before.codePointCount(0, before.length());
    SpanTagging tagging = VIETNAMESE.tag(List.of(before + insult)).getFirst();
    assertThat(tagging.spans()).isNotEmpty();
    assertThat(tagging.spans().getFirst().start()).isEqualTo(shift);
  }

  @Test
  void friendlyTextStaysClean() {
    assertThat(marked(VIETNAMESE, "chúc cả nhà buổi sáng vui vẻ nha")).isEmpty();
    assertThat(marked(VIETNAMESE, "")).isEmpty();
    assertThat(marked(VIETNAMESE, " \n ")).isEmpty();
  }

  @Test
  void longestTextIsTagged() {
    String text = "ngu ".repeat(2_500);
    assertThat(VIETNAMESE.tag(List.of(text)).getFirst().coverage()).isPositive();
  }

  @Test
  void directoryWithoutWeightsIsRefused(@TempDir Path empty) {
    assertThatThrownBy(() -> CrfTagger.open(empty)).isInstanceOf(IOException.class);
  }

  private static List<String> marked(CrfTagger tagger, String text) {
    int[] codePoints = text.codePoints().toArray();
    return tagger.tag(List.of(text)).getFirst().spans().stream()
        .map(span -> new String(codePoints, span.start(), span.length()))
        .toList();
  }
}
