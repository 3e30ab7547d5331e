package chatwarden.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitCheckTest {
  @Test
  void heldOutRowsAndDuplicatesOfTheDevelopmentSplitAreLeftOutAndCounted() {
    LabelledText kept = new LabelledText("một câu riêng", 0, false);
    LabelledText flagged = new LabelledText("một câu khác", 1, true);
    LabelledText duplicate = new LabelledText("HAY  quááááá", 0, false);

    SplitCheck check =
        SplitCheck.of(
            List.of(kept, flagged, duplicate), List.of(new LabelledText("hay quá", 0, false)));

    assertThat(check.rows()).containsExactly(kept);
    assertThat(check.heldOut()).isEqualTo(1);
    assertThat(check.duplicates()).containsExactly(new SplitCheck.Duplicate(3, 1));
  }
}
