package chatwarden.mlops.stagetwo;

/**
 * Minimises a smooth convex function by limited-memory BFGS with a backtracking line search
 * (Nocedal and Wright, Numerical Optimization, algorithm 7.5 and 3.1). Single-threaded and free of
 * chance: the same function gives the same minimum, bit by bit.
 */
final class Lbfgs {

  /** A function of many variables. */
  interface Objective {

    /** The value at {@code point}; its gradient is written to {@code gradient}. */
    double evaluate(double[] point, double[] gradient);
  }

  private static final int MEMORY = 7;
  private static final double SUFFICIENT = 1e-4;

  private final double[][] moves = new double[MEMORY][];
  private final double[][] turns = new double[MEMORY][];
  private final double[] curvature = new double[MEMORY];
  private final double[] bend;
  private int kept;

  /**
   * @param bend for each variable how much the function bends along it, roughly; positive. Only the
   *     number of steps depends on how good this is.
   */
  Lbfgs(double[] bend) {
    this.bend = bend.clone();
  }

  /**
   * Walks from {@code point}, which it changes, until {@code iterations} steps are done or a step
   * lowers the value by less than {@code tolerance} of it.
   *
   * @return the value reached
   */
  double minimize(Objective objective, double[] point, int iterations, double tolerance) {
    int n = point.length;
    double[] gradient = new double[n];
    double value = objective.evaluate(point, gradient);
    double[] next = new double[n];
    double[] nextGradient = new double[n];
    for (int iteration = 0; iteration < iterations; iteration++) {
      double[] direction = direction(gradient);
      double slope = dot(direction, gradient);
      double rate = 1;
      double nextValue = Double.POSITIVE_INFINITY;
      for (int attempt = 0; attempt < 30; attempt++) {
        for (int i = 0; i < n; i++) {
          next[i] = point[i] + rate * direction[i];
        }
        nextValue = objective.evaluate(next, nextGradient);
        if (nextValue <= value + SUFFICIENT * rate * slope) {
          break;
        }
        rate /= 2;
      }
      if (!(nextValue < value)) {
        return value;
      }
      remember(point, next, gradient, nextGradient);
      double gain = value - nextValue;
      System.arraycopy(next, 0, point, 0, n);
      System.arraycopy(nextGradient, 0, gradient, 0, n);
      value = nextValue;
      if (gain < tolerance * Math.abs(value)) {
        return value;
      }
    }
    return value;
  }

  private double[] direction(double[] gradient) {
    double[] q = gradient.clone();
    double[] alpha = new double[MEMORY];
    int oldest = Math.max(0, kept - MEMORY);
    for (int k = kept - 1; k >= oldest; k--) {
      int at = k % MEMORY;
      alpha[at] = dot(moves[at], q) / curvature[at];
      add(q, -alpha[at], turns[at]);
    }
    if (kept > 0) {
      int at = (kept - 1) % MEMORY;
      double scale = curvature[at] / weighted(turns[at]);
      for (int i = 0; i < q.length; i++) {
        q[i] *= scale / bend[i];
      }
    } else {
      for (int i = 0; i < q.length; i++) {
        q[i] /= bend[i];
      }
    }
    for (int k = oldest; k < kept; k++) {
      int at = k % MEMORY;
      double beta = dot(turns[at], q) / curvature[at];
      add(q, alpha[at] - beta, moves[at]);
    }
    for (int i = 0; i < q.length; i++) {
      q[i] = -q[i];
    }
    return q;
  }

  private void remember(double[] point, double[] next, double[] gradient, double[] nextGradient) {
    double product = 0;
    for (int i = 0; i < point.length; i++) {
      product += (next[i] - point[i]) * (nextGradient[i] - gradient[i]);
    }
    if (product <= 0) {
      // Rounding; a convex function has none of these.
      return;
    }
    int at = kept % MEMORY;
    double[] move = moves[at] == null ? new double[point.length] : moves[at];
    double[] turn = turns[at] == null ? new double[point.length] : turns[at];
    for (int i = 0; i < point.length; i++) {
      move[i] = next[i] - point[i];
      turn[i] = nextGradient[i] - gradient[i];
    }
    moves[at] = move;
    turns[at] = turn;
    curvature[at] = product;
    kept++;
  }

  private double weighted(double[] turn) {
    double sum = 0;
    for (int i = 0; i < turn.length; i++) {
      sum += turn[i] * turn[i] / bend[i];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }
}
