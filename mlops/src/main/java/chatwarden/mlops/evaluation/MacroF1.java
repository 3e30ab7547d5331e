package chatwarden.mlops.evaluation;

/** The mean over classes of the harmonic mean of precision and recall. */
public final class MacroF1 {
  private MacroF1() {}

  /** Returns how many texts of class {@code i} were given class {@code j}, at {@code [i][j]}. */
  public static int[][] confusion(int[] given, int[] truth, int classes) {
    int[][] confusion = new int[classes][classes];
    for (int i = 0; i < truth.length; i++) {
      confusion[truth[i]][given[i]]++;
    }
    return confusion;
  }

  /** Returns the macro-F1 of a confusion table. */
  public static double of(int[][] confusion) {
    double sum = 0;
    for (int k = 0; k < confusion.length; k++) {
      sum += ofClass(confusion, k);
    }
    return sum / confusion.length;
  }

  /** Returns the F1 of class {@code k}; 0 if it is neither present nor given. */
  public static double ofClass(int[][] confusion, int k) {
    int present = 0;
    int given = 0;
    for (int i = 0; i < confusion.length; i++) {
      present += confusion[k][i];
      given += confusion[i][k];
    }
    return present + given == 0 ? 0 : 2.0 * confusion[k][k] / (present + given);
  }
}
