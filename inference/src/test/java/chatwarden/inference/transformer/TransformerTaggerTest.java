package chatwarden.inference.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.tagger.AnyText;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a transformer that models/training/train_tiny_transformer.py trained from nothing. */
class TransformerTaggerTest {

  private static final Path TINY = Path.of("src/test/resources/tiny-transformer");
  private static final TransformerTagger TAGGER = open();

  private static TransformerTagger open() {
    try {
      return open(TINY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TransformerTagger open(Path folder) throws IOException {
    return TransformerTagger.open(
        folder.resolve("model.onnx"),
        folder.resolve("tokenizer.json"),
        folder.resolve("config.json"),
        0.5);
  }

  private static List<String> marked(String text) {
    int[] codePoints = text.codePoints().toArray();
    return TAGGER.tag(List.of(text)).getFirst().spans().stream()
        .map(span -> new String(codePoints, span.start(), span.length()))
        .toList();
  }

  @Test
  void marksTheInsultAndNotItsSurroundings() {
    assertThat(marked("thằng ngu này")).anyMatch(span -> span.contains("ngu"));
    assertThat(marked("hôm nay trời đẹp quá")).isEmpty();
    assertThat(marked("")).isEmpty();
    assertThat(marked(" \n\t ")).isEmpty();
  }

  /** Text before the words that is not part of them shifts places by its code points alone. */
  @Property(tries = 300)
  @Domain(AnyText.class)
  void placesAreCodePointsOfTheTextAsSent(@ForAll String text) {
    SpanTagging tagging = TAGGER.tag(List.of(text)).getFirst();
    int[] codePoints = text.codePoints().toArray();
    for (TaggedSpan span : tagging.spans()) {
      assertThat(span.end()).isLessThanOrEqualTo(codePoints.length);
      // The tokenizer leaves white space out of its tokens, so a right place never begins with it.
      assertThat(Character.isWhitespace(codePoints[span.start()])).isFalse();
      assertThat(Character.isWhitespace(codePoints[span.end() - 1])).isFalse();
    }
  }

  @Test
  void emojiAndCombinedLettersBeforeTheInsultAreCountedAsCodePoints() {
    String insult = "thằng ngu";
    SpanTagging plain = TAGGER.tag(List.of(". " + insult)).getFirst();
    assertThat(plain.spans()).isNotEmpty();
    for (String dot : List.of("😀", "e\u0302\u0301", "\uD83D", "\uD83D\uDC68\u200D\uD83D\uDC69")) {
      String text = dot + " " + insult;
      int shift = dot.codePointCount(0, dot.length()) - 1;
      List<TaggedSpan> spans = TAGGER.tag(List.of(text)).getFirst().spans();
      int[] codePoints = text.codePoints().toArray();
      assertThat(spans)
          .as(dot)
          .anyMatch(
              span ->
                  span.start() <= 8 + shift
                      && new String(codePoints, span.start(), span.length()).contains("ngu"));
    }
  }

  @Property(tries = 100)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void aBatchMarksWhatItsTextsAloneMark(@ForAll @Size(max = 8) List<String> texts) {
    List<SpanTagging> together = TAGGER.tag(texts);
    for (int i = 0; i < texts.size(); i++) {
      SpanTagging alone = TAGGER.tag(List.of(texts.get(i))).getFirst();
      List<TaggedSpan> spans = together.get(i).spans();
      assertThat(spans)
          .extracting(TaggedSpan::start)
          .isEqualTo(alone.spans().stream().map(TaggedSpan::start).toList());
      for (int s = 0; s < spans.size(); s++) {
        assertThat(spans.get(s).end()).isEqualTo(alone.spans().get(s).end());
        assertThat(spans.get(s).score()).isCloseTo(alone.spans().get(s).score(), within(1e-4f));
      }
    }
  }

  @Test
  void textsBeyondTheModelsLengthAreReadInWindows() {
    String filler = "hôm nay trời đẹp quá ";
    String text = filler.repeat(60) + "thằng ngu " + filler.repeat(60);
    int at = 60 * filler.length();
    assertThat(TAGGER.tag(List.of(text)).getFirst().spans())
        .anyMatch(span -> span.start() >= at && span.end() <= at + "thằng ngu".length());
  }

  @Test
  void flatLabelsAreSpansOfTheirNeighbours(@TempDir Path folder) throws IOException {
    for (String file : List.of("model.onnx", "tokenizer.json")) {
      Files.copy(TINY.resolve(file), folder.resolve(file));
    }
    Files.writeString(
        folder.resolve("config.json"),
        "{\"id2label\": {\"0\": \"O\", \"1\": \"hate\", \"2\": \"profanity\"}}");
    try (TransformerTagger flat = open(folder)) {
      assertThat(flat.tag(List.of("thằng ngu này")).getFirst().spans()).isNotEmpty();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAndNamed(@TempDir Path folder) throws IOException {
    for (String file : List.of("model.onnx", "tokenizer.json", "config.json")) {
      Files.copy(TINY.resolve(file), folder.resolve(file));
    }
    Files.writeString(folder.resolve("config.json"), "{\"id2label\": {\"0\": \"O\"}}");
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("id2label");
    Files.writeString(
        folder.resolve("config.json"), "{\"id2label\": {\"0\": \"O\", \"1\": \"x\"}}");
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("2 labels");
    Files.copy(
        TINY.resolve("config.json"),
        folder.resolve("config.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no tokenizer");
    Files.writeString(folder.resolve("model.onnx"), "none");
    assertThatThrownBy(() -> open(folder)).hasMessageContaining("ONNX Runtime cannot read it");
  }
}
