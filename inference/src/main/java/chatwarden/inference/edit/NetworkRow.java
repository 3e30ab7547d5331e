package chatwarden.inference.edit;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Tokens that the network reads. Rows are equal if their numbers are.
 *
 * @param ids the tokens
 * @param positions the place of each in its text
 * @param seen for each token of the past whether they see it
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record NetworkRow(long[] ids, long[] positions, boolean[] seen) {

  /** Returns the row of a whole text, which sees no past. */
  static NetworkRow whole(long[] ids) {
    return new NetworkRow(ids, LongStream.range(0, ids.length).toArray(), new boolean[0]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkRow row
        && Arrays.equals(ids, row.ids)
        && Arrays.equals(positions, row.positions)
        && Arrays.equals(seen, row.seen);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(positions);
  }

  @Override
  public String toString() {
    return "NetworkRow[tokens=" + ids.length + "]"; // Texts never reach a log.
  }
}
