package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NormalizerPropertyTest {
  private static final Normalizer NORMALIZER = Normalizer.standard();

  @Property(tries = 3000)
  void everyRangeLiesWithinTheOriginal(@ForAll("texts") String text) {
    NormalizedText normalized = NORMALIZER.normalize(text);
    OffsetMap offsets = normalized.offsets();
    int originalLength = text.codePointCount(0, text.length());

    assertThat(offsets.originalLength()).isEqualTo(originalLength);
    assertThat(offsets.length())
        .isEqualTo(normalized.text().codePointCount(0, normalized.text().length()));
    for (int i = 0; i < offsets.length(); i++) {
      CodePointRange range = offsets.toOriginal(i, i + 1);
      assertThat(range.start()).isBetween(0, range.end() - 1);
      assertThat(range.end()).isLessThanOrEqualTo(originalLength);
    }
  }

  @Property(tries = 3000)
  void rangesNeverRunBackwards(@ForAll("texts") String text) {
    OffsetMap offsets = NORMALIZER.normalize(text).offsets();

    for (int i = 1; i < offsets.length(); i++) {
      CodePointRange before = offsets.toOriginal(i - 1, i);
      CodePointRange after = offsets.toOriginal(i, i + 1);
      assertThat(after.start()).isGreaterThanOrEqualTo(before.start());
      assertThat(after.end()).isGreaterThanOrEqualTo(before.end());
      assertThat(offsets.toOriginal(i - 1, i + 1))
          .isEqualTo(new CodePointRange(before.start(), after.end()));
    }
  }

  @Property(tries = 3000)
  void theOriginalRangeCutsNoSurrogatePair(@ForAll("texts") String text) {
    OffsetMap offsets = NORMALIZER.normalize(text).offsets();

    for (int i = 0; i < offsets.length(); i++) {
      CodePointRange range = offsets.toOriginal(i, i + 1);
      int start = text.offsetByCodePoints(0, range.start());
      int end = text.offsetByCodePoints(0, range.end());
      assertThat(text.substring(start, end).codePointCount(0, end - start))
          .isEqualTo(range.length());
    }
  }

  @Property(tries = 3000)
  void canonicallyEqualTextsAreNormalisedAlike(@ForAll("texts") String text) {
    String composed = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC);
    String decomposed = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFD);

    assertThat(NORMALIZER.normalize(decomposed).text())
        .isEqualTo(NORMALIZER.normalize(composed).text());
  }

  /** A text with a zero-width space is never plain. */
  @Property(tries = 3000)
  void plainTextsAreNormalisedAsAllOthers(@ForAll("texts") String text) {
    Assume.that(text.isEmpty() || CaseAndForm.startsSegment(text.codePointAt(0)));
    NormalizedText plain = NORMALIZER.normalize(text);
    NormalizedText other = NORMALIZER.normalize("\u200b " + text);

    assertThat(other.text()).isEqualTo(plain.text());
    for (int i = 0; i < plain.offsets().length(); i++) {
      CodePointRange range = plain.offsets().toOriginal(i, i + 1);
      assertThat(other.offsets().toOriginal(i, i + 1))
          .isEqualTo(new CodePointRange(range.start() + 2, range.end() + 2));
    }
  }

  @Property(tries = 3000)
  void theResultIsComposedAndHasNoLoneSurrogate(@ForAll("texts") String text) {
    String normalized = NORMALIZER.normalize(text).text();

    assertThat(normalized.codePoints())
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    assertThat(java.text.Normalizer.isNormalized(normalized, java.text.Normalizer.Form.NFC))
        .isTrue();
  }

  @Property
  void tokensArePartedBySingleSpaces(@ForAll("texts") String text) {
    String normalized = NORMALIZER.normalize(text).text();

    assertThat(normalized).doesNotContain("  ").isEqualTo(normalized.strip());
  }

  @Property
  void caseOfVietnameseLettersDoesNotMatter(@ForAll("vietnamese") String text) {
    assertThat(NORMALIZER.normalize(text.toUpperCase(Locale.ROOT)).text())
        .isEqualTo(NORMALIZER.normalize(text).text());
  }

  @Provide
  Arbitrary<String> vietnamese() {
    return Arbitraries.of(List.of("đường", "phố", "sạch", "quá", " ", "trời", "ơi", "ạ"))
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return HostileTexts.any();
  }
}
