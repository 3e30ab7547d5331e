package chatwarden.trainer.data;

import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps evaluation texts out of training. Texts are compared in normalised form, so that case,
 * Unicode form and stretched letters hide no duplicate.
 *
 * @param rows what may be trained on
 * @param heldOut how many rows were left out because they stand in a held-out evaluation split
 * @param inDevelopment how many further rows were left out because they stand in the development
 *     split
 */
public record SplitCheck(List<LabelledText> rows, int heldOut, int inDevelopment) {
  public SplitCheck {
    rows = List.copyOf(rows);
  }

  /** Checks {@code train} against its own flags and against {@code development}. */
  public static SplitCheck of(List<LabelledText> train, List<LabelledText> development) {
    Set<String> known = new HashSet<>();
    for (LabelledText row : development) {
      known.add(key(row.text()));
    }
    List<LabelledText> rows = new ArrayList<>();
    int heldOut = 0;
    int inDevelopment = 0;
    for (LabelledText row : train) {
      if (row.heldOut()) {
        heldOut++;
      } else if (known.contains(key(row.text()))) {
        inDevelopment++;
      } else {
        rows.add(row);
      }
    }
    return new SplitCheck(rows, heldOut, inDevelopment);
  }

  /** Returns what texts have in common that count as the same. */
  public static String key(String text) {
    return Normalizer.standard().normalize(text).text();
  }
}
