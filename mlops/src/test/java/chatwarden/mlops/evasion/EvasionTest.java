package chatwarden.mlops.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.text.Diacritics;
import chatwarden.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvasionTest {
  private static final String TEXT = "hôm nay trời đẹp không các bạn, mình xem với người nhà nhé";

  @ParameterizedTest
  @EnumSource
  void everyKindChangesATextAndDoesSoAlikeForOneSeed(EvasionKind kind) {
    String copy = Evasion.obfuscate(TEXT, kind, 11);

    assertThat(copy).isNotEqualTo(TEXT);
    assertThat(Evasion.obfuscate(TEXT, kind, 11)).isEqualTo(copy);
  }

  @ParameterizedTest
  @EnumSource(names = {"ZERO_WIDTH", "MIXED_CASE", "UNICODE_FORM", "HOMOGLYPHS", "TEENCODE"})
  void theNormaliserUndoesWhatCanBeUndone(EvasionKind kind) {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(normalize(Evasion.obfuscate(TEXT, kind, seed))).isEqualTo(normalize(TEXT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyTextsStayEmpty(EvasionKind kind) {
    assertThat(Evasion.obfuscate("", kind, 1)).isEmpty();
  }

  @Test
  void droppedDiacriticsAreAllGone() {
    String copy = Evasion.obfuscate(TEXT, EvasionKind.DROPPED_DIACRITICS, 1);

    assertThat(copy).isEqualTo(Diacritics.strip(TEXT));
  }

  private static String normalize(String text) {
    return Normalizer.standard().normalize(text).text();
  }
}
