package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MatchFormPropertyTest {

  @Property(tries = 3000)
  void everyRangeLiesWithinTheOriginal(@ForAll MatchForm form, @ForAll("texts") String text) {
    NormalizedText normalized = form.of(text);
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
  void rangesNeverRunBackwards(@ForAll MatchForm form, @ForAll("texts") String text) {
    OffsetMap offsets = form.of(text).offsets();

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
  void theOriginalRangeCutsNoSurrogatePair(@ForAll MatchForm form, @ForAll("texts") String text) {
    OffsetMap offsets = form.of(text).offsets();

    for (int i = 0; i < offsets.length(); i++) {
      CodePointRange range = offsets.toOriginal(i, i + 1);
      int start = text.offsetByCodePoints(0, range.start());
      int end = text.offsetByCodePoints(0, range.end());
      assertThat(text.substring(start, end).codePointCount(0, end - start))
          .isEqualTo(range.length());
    }
  }

  @Property(tries = 3000)
  void canonicallyEqualTextsHaveEqualForms(@ForAll MatchForm form, @ForAll("texts") String text) {
    String composed = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC);
    String decomposed = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFD);

    assertThat(form.of(decomposed).text()).isEqualTo(form.of(composed).text());
  }

  @Example
  void looseFormReadsTheTextAsItLooks() {
    assertThat(MatchForm.LOOSE.of("f\u0336r\u0336e\u0336e\u0336 ＣＯＩＮＳ 🅾🅺").text())
        .isEqualTo("free coins ok");
    assertThat(MatchForm.LOOSE.of("ĐƯỜNG").text()).isEqualTo("đường");
  }

  @Example
  void writtenFormKeepsAllButCaseWidthAndZeroWidth() {
    assertThat(MatchForm.WRITTEN.of("Ｄ\u200bM 🅾 ⓜ ĐƯỜNG").text()).isEqualTo("dm 🅾 ⓜ đường");
  }

  @Provide
  Arbitrary<String> texts() {
    return HostileTexts.any();
  }
}
