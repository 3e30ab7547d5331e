package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of a text before and after its edits, compared by their longest common sequence.
 *
 * @param places the places after the edits whose token is new, or beside a token that is new or was
 *     removed, in their order; never the first, which both have
 * @param sources for each place after the edits, that of its token before them; {@value #NONE} for
 *     a new one
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record ChangedTokens(List<Integer> places, int[] sources) {
  static final int NONE = -1;

  /** Compares tokens; both begin with the same one. */
  static ChangedTokens between(long[] before, long[] after) {
    boolean[] changed = new boolean[after.length + 2];
    int[] sources = new int[after.length];
    Arrays.fill(sources, NONE);
    int[][] common = commonLengths(before, after);
    int i = 0;
    int j = 0;
    while (i < before.length || j < after.length) {
      boolean removed =
          j == after.length || (i < before.length && common[i + 1][j] >= common[i][j + 1]);
      if (i < before.length && j < after.length && before[i] == after[j]) {
        sources[j] = i;
        i++;
        j++;
      } else if (removed) {
        changed[j - 1] = true;
        changed[j] = true;
        i++;
      } else {
        changed[j - 1] = true;
        changed[j] = true;
        changed[j + 1] = true;
        j++;
      }
    }
    List<Integer> places = new ArrayList<>();
    for (int place = 1; place < after.length; place++) {
      if (changed[place]) {
        places.add(place);
      }
    }
    return new ChangedTokens(List.copyOf(places), sources);
  }

  /** Returns for each pair of places the length of the longest common sequence from there on. */
  private static int[][] commonLengths(long[] before, long[] after) {
    int[][] common = new int[before.length + 1][after.length + 1];
    for (int i = before.length - 1; i >= 0; i--) {
      for (int j = after.length - 1; j >= 0; j--) {
        common[i][j] =
            before[i] == after[j]
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
