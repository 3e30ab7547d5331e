package chatwarden.mlops.linear;

import java.util.Arrays;

/**
 * A sparse matrix in compressed rows: one row a text, one column a feature.
 *
 * @param columns how many columns the matrix has
 * @param starts where each row starts in {@code indices} and {@code values}, and where the last
 *     ends
 * @param indices the columns of the entries
 * @param values the entries
 */
public record SparseRows(int columns, int[] starts, int[] indices, float[] values) {
  public SparseRows {
    if (starts.length == 0 || starts[starts.length - 1] > indices.length) {
      throw new IllegalArgumentException(
          "starts: " + starts.length + " (expected: at least 1, within the entries)");
    }
  }

  /** Returns how many rows the matrix has. */
  public int rows() {
    return starts.length - 1;
  }

  /** Returns the rows {@code selection}, in that order. */
  public SparseRows select(int[] selection) {
    int[] newStarts = new int[selection.length + 1];
    for (int i = 0; i < selection.length; i++) {
      newStarts[i + 1] = newStarts[i] + starts[selection[i] + 1] - starts[selection[i]];
    }
    int[] newIndices = new int[newStarts[selection.length]];
    float[] newValues = new float[newStarts[selection.length]];
    for (int i = 0; i < selection.length; i++) {
      int from = starts[selection[i]];
      int length = starts[selection[i] + 1] - from;
      System.arraycopy(indices, from, newIndices, newStarts[i], length);
      System.arraycopy(values, from, newValues, newStarts[i], length);
    }
    return new SparseRows(columns, newStarts, newIndices, newValues);
  }

  /** Collects rows one after the other. */
  public static final class Builder {
    private int[] starts = new int[1024];
    private int[] indices = new int[1 << 16];
    private float[] values = new float[1 << 16];
    private int rows;
    private int size;

    /** Adds an entry to the current row; columns of a row rise or repeat. */
    public void add(int column, float value) {
      if (size == indices.length) {
        indices = Arrays.copyOf(indices, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      indices[size] = column;
      values[size++] = value;
    }

    /** Ends the current row. */
    public void endRow() {
      if (rows + 1 == starts.length) {
        starts = Arrays.copyOf(starts, starts.length * 2);
      }
      starts[++rows] = size;
    }

    /** Returns the rows so far. */
    public SparseRows build(int columns) {
      return new SparseRows(
          columns,
          Arrays.copyOf(starts, rows + 1),
          Arrays.copyOf(indices, size),
          Arrays.copyOf(values, size));
    }
  }
}
