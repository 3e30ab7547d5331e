package chatwarden.trainer.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.tagger.crf.TextScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeTextsTest {

  @Test
  void textsWithTheMarkedWordAreTakenForBearing() {
    TextScorer scorer = new TextScorer(WholeTexts.fit(texts()));
    assertThat(scorer.clean("hôm nay kwyjibo thật")).isLessThan(0.3);
    assertThat(scorer.clean("hôm nay đẹp thật")).isGreaterThan(0.7);
  }

  @Test
  void theSameTextsGiveTheSameBytes(@TempDir Path folder) throws IOException {
    WholeTexts.fit(texts()).write(folder.resolve("a"));
    WholeTexts.fit(texts()).write(folder.resolve("b"));
    assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("b"))).isEqualTo(-1);
  }

  private static List<AnnotatedText> texts() {
    List<AnnotatedText> texts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      BitSet marked = new BitSet();
      if (i % 2 == 0) {
        marked.set(0, 7);
      }
      String word = i % 2 == 0 ? "kwyjibo" : "đẹp";
      texts.add(new AnnotatedText(word + " hôm nay thật " + i, marked));
    }
    return texts;
  }
}
