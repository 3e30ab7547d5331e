package chatwarden.mlops.stagetwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.crf.CrfWeights;
import chatwarden.inference.crf.TextScorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLevelPriorTest {

  @Test
  void textsWithTheMarkedWordAreTakenForBearing() {
    TextScorer scorer = new TextScorer(TextLevelPrior.fit(texts()));
    assertThat(scorer.clean("hôm nay kwyjibo thật")).isLessThan(0.3);
    assertThat(scorer.clean("hôm nay đẹp thật")).isGreaterThan(0.7);
  }

  @Test
  void theSameTextsGiveTheSameBytes(@TempDir Path folder) throws IOException {
    TextLevelPrior.fit(texts()).write(folder.resolve("a"));
    TextLevelPrior.fit(texts()).write(folder.resolve("b"));
    assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("b"))).isEqualTo(-1);
  }

  @Test
  void furtherTextsCountByTheirShare() {
    List<AnnotatedText> further = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      further.add(new AnnotatedText("kwyjibo hôm nay thật " + i, new BitSet()));
    }
    double without = clean(TextLevelPrior.fit(texts()));
    double little = clean(TextLevelPrior.fit(texts(), further, 0.2));
    double much = clean(TextLevelPrior.fit(texts(), further, 1));
    assertThat(little).isBetween(without + 0.05, much - 0.05);
    assertThat(clean(TextLevelPrior.fit(texts(), further, 0))).isCloseTo(without, within(0.02));
  }

  private static double clean(CrfWeights weights) {
    return new TextScorer(weights).clean("kwyjibo hôm nay");
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
