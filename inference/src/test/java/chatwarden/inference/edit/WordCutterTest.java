package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordCutterTest {

  @Test
  void wordsHaveTheirPlacesInCodePoints() {
    CutText cut = ShippedRules.cut("😀 Đồ ngu!! 20");

    assertThat(cut.words())
        .extracting(TextWord::text)
        .containsExactly("😀", "Đồ", "ngu", "!", "!", "2", "0");
    assertThat(cut.words().get(1).start()).isEqualTo(2);
    assertThat(cut.words().get(1).end()).isEqualTo(4);
    assertThat(cut.ids()[0]).isEqualTo(WordCutter.BEGIN);
    assertThat(cut.whole()).isTrue();
  }

  @Test
  void aTextBeyondTheLongestIsCutBetweenWords() {
    CutText cut = ShippedRules.cut("unbelievable ".repeat(80));

    assertThat(cut.whole()).isFalse();
    assertThat(cut.ids()).hasSize(ShippedRules.RULES.maxTokens());
    assertThat(cut.words()).allMatch(word -> word.text().equals("unbelievable"));
  }

  @Property(tries = 300)
  void anyTextIsCutIntoWordsOfItsOwnInOrder(@ForAll String text) {
    CutText cut = ShippedRules.cut(text);
    int end = 0;
    for (TextWord word : cut.words()) {
      assertThat(word.start()).isGreaterThanOrEqualTo(end);
      assertThat(word.end()).isGreaterThan(word.start());
      end = word.end();
      assertThat(word.firstToken() + word.tokens()).isLessThanOrEqualTo(cut.ids().length);
    }
    assertThat(end).isLessThanOrEqualTo(text.codePointCount(0, text.length()));
  }
}
