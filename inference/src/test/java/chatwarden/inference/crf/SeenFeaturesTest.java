package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeenFeaturesTest {

  @Property(tries = 200)
  void itIsASetThatIsEmptiedAtOnce(@ForAll List<List<Long>> texts) {
    SeenFeatures seen = new SeenFeatures();
    for (List<Long> text : texts) {
      Set<Long> expected = new HashSet<>();
      seen.clear();
      assertThat(seen.size()).isZero();
      for (long hash : text) {
        assertThat(seen.add(hash)).isEqualTo(expected.add(hash));
        assertThat(seen.size()).isEqualTo(expected.size());
      }
    }
  }

  @Test
  void itGrowsAndKeepsWhatItHas() {
    SeenFeatures seen = new SeenFeatures();
    seen.add(-1);
    seen.clear();
    for (long hash = 0; hash < 20_000; hash++) {
      assertThat(seen.add(hash * 1024)).isTrue(); // All of one slot while it is small.
    }
    for (long hash = 0; hash < 20_000; hash++) {
      assertThat(seen.add(hash * 1024)).isFalse();
    }
    assertThat(seen.size()).isEqualTo(20_000);
    assertThat(seen.add(-1)).isTrue();
  }
}
