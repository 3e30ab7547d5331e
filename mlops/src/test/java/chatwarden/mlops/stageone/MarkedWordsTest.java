package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlops.data.MarkedText;
import chatwarden.mlops.stageone.WordMarks.Marks;
import chatwarden.text.Normalizer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class MarkedWordsTest {
  @Test
  void aWordIsMarkedWhenHalfOfItIs() {
    BitSet positions = new BitSet();
    positions.set(0, 2);
    positions.set(5, 6);
    MarkedText text = new MarkedText("chán phim", positions);

    assertThat(MarkedWords.of(Normalizer.standard().normalize(text.text()), text).words())
        .containsEntry("chán", new Marks(1, 1))
        .containsEntry("phim", new Marks(0, 1));
  }

  @Test
  void signsPartWords() {
    assertThat(MarkedWords.words("phim 😂 hay, quá")).containsExactly("phim", "hay", "quá");
  }
}
