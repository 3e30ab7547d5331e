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

  /** Returns the states of the text that was read. */
  static TokenStates of(NetworkReading reading) {
    float[] numbers = new float[(reading.tokens() - 1) * reading.width()];
    for (int token = 1; token < reading.tokens(); token++) {
      scale(reading, token, numbers, token - 1);
    }
    return new TokenStates(reading.width(), numbers);
  }

  /**
   * Returns the states of an edited form of this text.
   *
   * @param rows for each place of its window, the row of {@code reading} that shows its token
   */
  TokenStates edited(EditWindow window, NetworkReading reading, int[] rows) {
    float[] edited = new float[(window.tokens() - 1) * width];
    for (int place = 1; place < window.tokens(); place++) {
      int number = window.number(place);
      if (number < 0) {
        int from = (window.sources()[place] - 1) * width;
        System.arraycopy(numbers, from, edited, (place - 1) * width, width);
      } else {
        scale(reading, rows[number] * reading.tokens() + number, edited, place - 1);
      }
    }
    return new TokenStates(width, edited);
  }

  /** Writes the state of a token of a reading, scaled to the length 1. */
  private static void scale(NetworkReading reading, int token, float[] numbers, int to) {
    int width = reading.width();
    double length = 0;
    for (int i = 0; i < width; i++) {
      double number = reading.states()[token * width + i];
      length += number * number;
    }
    float scale = (float) (1 / Math.max(Math.sqrt(length), LEAST_LENGTH));
    for (int i = 0; i < width; i++) {
      numbers[to * width + i] = reading.states()[token * width + i] * scale;
    }
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
        float cosine = cosine(a, other, b);
        bestHere[a] = Math.max(bestHere[a], cosine);
        bestThere[b] = Math.max(bestThere[b], cosine);
      }
    }
    double recall = mean(bestHere, wanted);
    double precision = mean(bestThere, everyOne(there));
    double sum = Math.max(precision + recall, LEAST_LENGTH);
    return Math.clamp(2 * precision * recall / sum, 0, 1);
  }

  /**
   * Returns the product of two states of the length 1, in four sums: one alone would have to wait
   * for each addition.
   */
  private float cosine(int token, TokenStates other, int otherToken) {
    float[] there = other.numbers;
    int from = token * width;
    int to = otherToken * width;
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int i = 0;
    for (; i + 3 < width; i += 4) {
      first += numbers[from + i] * there[to + i];
      second += numbers[from + i + 1] * there[to + i + 1];
      third += numbers[from + i + 2] * there[to + i + 2];
      fourth += numbers[from + i + 3] * there[to + i + 3];
    }
    for (; i < width; i++) {
      first += numbers[from + i] * there[to + i];
    }
    return first + second + third + fourth;
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
