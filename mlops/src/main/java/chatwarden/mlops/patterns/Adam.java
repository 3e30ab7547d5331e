package chatwarden.mlops.patterns;

/**
 * Steps for an array of parameters by Adam (Kingma and Ba, 2015). Ranges of the array that a batch
 * does not touch may be left out of its step; their averages then stand still.
 */
final class Adam {
  private static final float MEAN = 0.9f;
  private static final float SQUARE = 0.999f;
  private static final float SMOOTH = 1e-8f;

  private final float[] parameters;
  private final float[] gradient;
  private final float[] means;
  private final float[] squares;

  Adam(float[] parameters) {
    this.parameters = parameters;
    gradient = new float[parameters.length];
    means = new float[parameters.length];
    squares = new float[parameters.length];
  }

  /** Returns where the gradient of a batch is added up. */
  float[] gradient() {
    return gradient;
  }

  /** Returns what a step of {@code rate} is in a run's step number {@code step}, from 1. */
  static float corrected(double rate, int step) {
    return (float) (rate * Math.sqrt(1 - Math.pow(SQUARE, step)) / (1 - Math.pow(MEAN, step)));
  }

  /** Takes a step for a range of parameters and sets their gradient to 0. */
  void step(int from, int to, float rate) {
    for (int i = from; i < to; i++) {
      float slope = gradient[i];
      means[i] = MEAN * means[i] + (1 - MEAN) * slope;
      squares[i] = SQUARE * squares[i] + (1 - SQUARE) * slope * slope;
      parameters[i] -= rate * means[i] / ((float) Math.sqrt(squares[i]) + SMOOTH);
      gradient[i] = 0;
    }
  }

  void step(float rate) {
    step(0, parameters.length, rate);
  }
}
