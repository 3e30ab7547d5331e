package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RendererTest {

  /** Edits are named one a word: {@code .} keeps, {@code -} deletes, any other replaces. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "you are a stupid idiot | . . . - person | you are a person",
        "what a stupid idea | . . bad . | what a bad idea",
        "this is a awful end | . . . old . | this is an old end",
        "You idiot, go home | - - . . . | Go home",
        "IDIOT go home | person . . | PERSON go home",
        "go home, idiot ! | . . . - . | go home!",
        "go home \"idiot\" now | . . . - . . | go home now",
        "đồ ngu 😀 đi về | - - . . . | 😀 đi về",
        "ok   you   idiot | . . - | ok you",
        "it's shit/crap | . . . - - - | it's"
      })
  void wordsAreDeletedAndReplacedAndTheRestIsTidied(String text, String edits, String rendered) {
    List<TextWord> words = ShippedRules.cut(text).words();
    List<WordEdit> list = new ArrayList<>();
    for (String edit : edits.split(" ")) {
      list.add(
          edit.equals(".")
              ? WordEdit.KEEP
              : edit.equals("-") ? WordEdit.DELETE : WordEdit.to(edit));
    }
    assertThat(words).hasSameSizeAs(list);
    assertThat(Renderer.render(text, words, list)).isEqualTo(rendered);
  }

  @Test
  void aTextWithoutEditsIsTheTextItself() {
    String text = "  two  spaces ,and more ";
    List<TextWord> words = ShippedRules.cut(text).words();

    assertThat(Renderer.render(text, words, words.stream().map(_ -> WordEdit.KEEP).toList()))
        .isEqualTo(text);
  }
}
