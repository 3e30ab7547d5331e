package chatwarden.inference.edit;

import java.util.Arrays;

/**
 * The states of the tokens of a text, each scaled to the length 1, without the token before it.
 *
 * @param width the numbers of a state
 * @param numbers the states, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // not to be changed
record TokenStates(int width, float[] numbers) {
  private static final double LEAST_LENGTH = 1e-9;

  /** Returns the states of a row of a reading whose text has {@code tokens} tokens. */
  static TokenStates of(NetworkReading reading, int row, int tokens) {
    int width = reading.width();
    float[] numbers = new float[(tokens - 1) * width];
    for (int token = 1; token < tokens; token++) {
      int from = (row * reading.tokens() + token) * width;
      double length = 0;
      for (int i = 0; i < width; i++) {
        length += (double) reading.states()[from + i] * reading.states()[from + i];
      }
      float scale = (float) (1 / Math.max(Math.sqrt(length), LEAST_LENGTH));
      for (int i = 0; i < width; i++) {
        numbers[(token - 1) * width + i] = reading.states()[from + i] * scale;
      }
    }
    return new TokenStates(width, numbers);
  }

  private int count() {
    return numbers.length / width;
  }

  /**
   * Returns how similar another text is, in [0, 1]: the F1 of BERTScore (Zhang et al., 2020) by
   * greedy matching, without weights of words.
   *
   * @param wanted for each token of this text whether the other has to have it, too; one at least
   */
  double similarity(boolean[] wanted, TokenStates other) {
    int here = count();
    int there = other.count();
    if (here == 0 || there == 0) {
      return 0;
    }
    double[] bestHere = new double[here];
    double[] bestThere = new double[there];
    Arrays.fill(bestHere, -1);
    Arrays.fill(bestThere, -1);
    for (int a = 0; a < here; a++) {
      for (int b = 0; b < there; b++) {
        float cosine = 0;
        for (int i = 0; i < width; i++) {
          cosine += numbers[a * width + i] * other.numbers[b * width + i];
        }
        bestHere[a] = Math.max(bestHere[a], cosine);
        bestThere[b] = Math.max(bestThere[b], cosine);
      }
    }
    double recall = mean(bestHere, wanted);
    double precision = mean(bestThere, everyOne(there));
    double sum = Math.max(precision + recall, LEAST_LENGTH);
    return Math.clamp(2 * precision * recall / sum, 0, 1);
  }

  private static boolean[] everyOne(int count) {
    boolean[] all = new boolean[count];
    Arrays.fill(all, true);
    return all;
  }

  private static double mean(double[] values, boolean[] counted) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      sum += counted[i] ? values[i] : 0;
      count += counted[i] ? 1 : 0;
    }
    return sum / count;
  }
}
