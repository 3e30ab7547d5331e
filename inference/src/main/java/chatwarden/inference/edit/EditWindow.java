package chatwarden.inference.edit;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * The part of an edited text that the network reads: the tokens at its edits and some beside them.
 * The others count as they were in the reading of the text before its edits.
 *
 * @param tokens how many tokens the edited text has
 * @param places those that are read, in their order
 * @param sources for each place of the edited text that is not read, that of its token before
 * @param seen for each place before the edits, whether the tokens that are read see it
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record EditWindow(int tokens, int[] places, int[] sources, boolean[] seen) {

  /**
   * Returns the window of a text.
   *
   * @param before how many tokens it had before its edits
   * @param beside how many tokens beside those at the edits are read, too
   */
  static EditWindow of(int before, ChangedTokens changed, int beside) {
    int tokens = changed.sources().length;
    TreeSet<Integer> read = new TreeSet<>();
    for (int place : changed.places()) {
      int last = Math.min(place + beside, tokens - 1);
      for (int near = Math.max(place - beside, 1); near <= last; near++) {
        read.add(near);
      }
    }
    boolean[] seen = new boolean[before];
    for (int place = 0; place < tokens; place++) {
      if (!read.contains(place)) {
        seen[changed.sources()[place]] = true;
      }
    }
    return new EditWindow(
        tokens, read.stream().mapToInt(Integer::intValue).toArray(), changed.sources(), seen);
  }

  boolean isEmpty() {
    return places.length == 0;
  }

  /** Returns the number of a place among those that are read; negative if it is not. */
  int number(int place) {
    return Arrays.binarySearch(places, place);
  }

  /** Returns the row of the tokens that are read. */
  NetworkRow row(long[] ids) {
    long[] read = new long[places.length];
    long[] positions = new long[places.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = ids[places[i]];
      positions[i] = places[i];
    }
    return new NetworkRow(read, positions, seen);
  }
}
