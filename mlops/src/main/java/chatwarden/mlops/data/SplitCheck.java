package chatwarden.mlops.data;

import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps evaluation texts out of training. Texts are compared in normalised form, so that case,
 * Unicode form and stretched letters hide no duplicate.
 *
 * @param rows what may be trained on
 * @param heldOut how many rows were left out because they stand in a held-out evaluation split
 * @param duplicates the further rows that were left out because they stand in the development split
 */
public record SplitCheck(List<LabelledText> rows, int heldOut, List<Duplicate> duplicates) {
  public SplitCheck {
    rows = List.copyOf(rows);
    duplicates = List.copyOf(duplicates);
  }

  /**
   * A text that is in both splits.
   *
   * @param train its row in the training split, from 1, the header not counted
   * @param development the first such row of the development split
   */
  public record Duplicate(int train, int development) {}

  /** Checks {@code train} against its own flags and against {@code development}. */
  public static SplitCheck of(List<LabelledText> train, List<LabelledText> development) {
    Map<String, Integer> known = new HashMap<>();
    for (int i = 0; i < development.size(); i++) {
      known.putIfAbsent(key(development.get(i).text()), i + 1);
    }
    List<LabelledText> rows = new ArrayList<>();
    List<Duplicate> duplicates = new ArrayList<>();
    int heldOut = 0;
    for (int i = 0; i < train.size(); i++) {
      LabelledText row = train.get(i);
      Integer twin = row.heldOut() ? null : known.get(key(row.text()));
      if (row.heldOut()) {
        heldOut++;
      } else if (twin != null) {
        duplicates.add(new Duplicate(i + 1, twin));
      } else {
        rows.add(row);
      }
    }
    return new SplitCheck(rows, heldOut, duplicates);
  }

  /** Returns what texts have in common that count as the same. */
  public static String key(String text) {
    return Normalizer.standard().normalize(text).text();
  }
}
