package chatwarden.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.rollout.v1.NgramDifference;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NgramSketchTest {

  @Test
  void ngramComesOutOnceTenDifferentTextsHadIt() {
    NgramSketch sketch = new NgramSketch(100);
    for (int i = 1; i < NgramSketch.LEAST_TEXTS; i++) {
      sketch.add("text " + i, Map.of("ngu", 0.5));
      sketch.add("text " + i, Map.of("ngu", 0.5));
    }
    assertThat(sketch.heaviest()).isEmpty();

    sketch.add("text 10", Map.of("ngu", 1.5));

    NgramDifference only = sketch.heaviest().getFirst();
    assertThat(only.getNgram()).isEqualTo("ngu");
    assertThat(only.getTexts()).isEqualTo(10);
    assertThat(only.getWeight()).isEqualTo(10.5);
    assertThat(only.getDifference()).isEqualTo(10.5 / 19);
  }

  @Test
  void copiesOfOneTextCountOnce() {
    NgramSketch sketch = new NgramSketch(100);
    for (int i = 0; i < 1_000; i++) {
      sketch.add("a raid", Map.of("raid", 3.0));
    }

    assertThat(sketch.heaviest()).isEmpty();
  }

  @Property(tries = 20)
  void heavyNgramsAreFoundInBoundedMemory(@ForAll long seed) {
    Random random = new Random(seed);
    NgramSketch sketch = new NgramSketch(64);
    for (int i = 0; i < 5_000; i++) {
      boolean heavy = i % 5 == 0;
      String ngram = heavy ? "heavy" : "rare" + random.nextInt(100_000);
      sketch.add("text " + i, Map.of(ngram, heavy ? -2.0 : 0.1));
    }

    assertThat(sketch.size()).isLessThanOrEqualTo(64);
    assertThat(sketch.heaviest()).extracting(NgramDifference::getNgram).contains("heavy");
    assertThat(sketch.heaviest().getFirst().getDifference()).isNegative();
  }
}
