package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.tagger.AnyText;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

class TokenizedTextTest {

  @Property
  @Domain(AnyText.class)
  void tokensLieInsideTheTextInOrderAndNeverOverlap(@ForAll String text) {
    TokenizedText tokens = TokenizedText.of(text);
    assertThat(tokens.codePoints()).isEqualTo(text.codePointCount(0, text.length()));
    int previousEnd = 0;
    for (int t = 0; t < tokens.count(); t++) {
      assertThat(tokens.start(t)).isGreaterThanOrEqualTo(previousEnd);
      assertThat(tokens.end(t)).isGreaterThan(tokens.start(t));
      previousEnd = tokens.end(t);
    }
    assertThat(previousEnd).isLessThanOrEqualTo(tokens.codePoints());
  }

  @Property
  @Domain(AnyText.class)
  void everyLetterIsInAToken(@ForAll String text) {
    TokenizedText tokens = TokenizedText.of(text);
    boolean[] covered = new boolean[tokens.codePoints()];
    for (int t = 0; t < tokens.count(); t++) {
      java.util.Arrays.fill(covered, tokens.start(t), tokens.end(t), true);
    }
    int[] codePoints = text.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      if (codePoints[i] < 0x80 && Character.isLetter(codePoints[i])) {
        assertThat(covered[i]).as("letter at %s", i).isTrue();
      }
    }
  }

  @Test
  void wordsAndSignsAreTokensOfTheirOwn() {
    assertThat(cut("Chán quá!! :)) 2k")).containsExactly("Chán", "quá", "!!", ":", "))", "2k");
  }

  @Test
  void expandedShorthandStaysOneToken() {
    assertThat(cut("hay vl nha")).containsExactly("hay", "vl", "nha");
  }

  @Test
  void addressesAndMentionsAreOneToken() {
    assertThat(cut("xem https://example.com/a?b=1 @ban nha"))
        .containsExactly("xem", "https://example.com/a?b=1", "@ban", "nha");
  }

  @Test
  void placesCountCodePointsNotCharacters() {
    TokenizedText tokens = TokenizedText.of("\uD83D\uDE00 ok");
    assertThat(tokens.start(1)).isEqualTo(2);
    assertThat(tokens.end(1)).isEqualTo(4);
  }

  @Test
  void decomposedLettersKeepTheirMarks() {
    assertThat(cut("me\u0302\u0323 ok")).containsExactly("me\u0302\u0323", "ok");
  }

  @Test
  void textWithoutAnythingToReadHasNoTokens() {
    assertThat(TokenizedText.of("").count()).isZero();
    assertThat(TokenizedText.of(" \t\u200B").count()).isZero();
  }

  private static List<String> cut(String text) {
    int[] codePoints = text.codePoints().toArray();
    TokenizedText tokens = TokenizedText.of(text);
    List<String> words = new ArrayList<>();
    for (int t = 0; t < tokens.count(); t++) {
      words.add(new String(codePoints, tokens.start(t), tokens.end(t) - tokens.start(t)));
    }
    return words;
  }
}
