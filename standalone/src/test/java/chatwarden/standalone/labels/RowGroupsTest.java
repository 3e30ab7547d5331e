package chatwarden.standalone.labels;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.labels.v1.LabelledText;
import chatwarden.type.v1.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RowGroupsTest {

  private static LabelledText row(String text, String author, Label label) {
    return LabelledText.newBuilder().setText(text).setAuthorHash(author).setLabel(label).build();
  }

  @Test
  void secondRowOfTheSameTextAndLabelIsLeftOut() {
    RowGroups groups = new RowGroups();
    assertThat(groups.add(row("Đồ ngu", "a", Label.OFFENSIVE))).isTrue();
    assertThat(groups.add(row("đồ nguuuu", "b", Label.OFFENSIVE))).as("normalised").isFalse();
    assertThat(groups.add(row("đồ ngu", "b", Label.CLEAN))).as("another label").isTrue();
    assertThat(groups.size()).isEqualTo(2);
    assertThat(groups.contradictions()).isEqualTo(1);
  }

  @Test
  void aboutTheShareIsForDevelopment() {
    RowGroups groups = new RowGroups();
    for (int i = 0; i < 1_000; i++) {
      groups.add(row("word" + i + " of " + i, "author" + i, Label.CLEAN));
    }
    int chosen = 0;
    for (boolean development : groups.development(0.2)) {
      chosen += development ? 1 : 0;
    }
    assertThat(chosen).isEqualTo(200);
  }

  @Property(tries = 300)
  void authorsAndTextsAreOnOneSide(
      @ForAll @Size(max = 60) List<@IntRange(max = 399) Integer> codes) {
    RowGroups groups = new RowGroups();
    List<LabelledText> rows = new ArrayList<>();
    for (int code : codes) {
      LabelledText row =
          row("text w" + code % 20, "author" + code / 20 % 10, Label.forNumber(1 + code % 3));
      if (groups.add(row)) {
        rows.add(row);
      }
    }
    boolean[] development = groups.development(0.2);
    Map<String, Boolean> sides = new HashMap<>();
    int chosen = 0;
    for (int i = 0; i < rows.size(); i++) {
      boolean side = development[i];
      chosen += side ? 1 : 0;
      for (String key : List.of(rows.get(i).getText(), rows.get(i).getAuthorHash())) {
        assertThat(sides.computeIfAbsent(key, _ -> side)).as(key).isEqualTo(side);
      }
    }
    assertThat(chosen).isLessThanOrEqualTo((int) Math.round(0.2 * rows.size()));
  }
}
