package chatwarden.mlops.stagetwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LbfgsTest {

  @Test
  void findsTheMinimumOfAStretchedBowl() {
    Lbfgs.Objective bowl =
        (point, gradient) -> {
          double value = 0;
          for (int i = 0; i < point.length; i++) {
            double stretch = 1 + 10.0 * i;
            value += stretch * (point[i] - i) * (point[i] - i) / 2;
            gradient[i] = stretch * (point[i] - i);
          }
          return value;
        };
    double[] point = new double[20];
    double value = new Lbfgs(flat(20)).minimize(bowl, point, 500, 1e-15);
    assertThat(value).isCloseTo(0, within(1e-8));
    for (int i = 0; i < point.length; i++) {
      assertThat(point[i]).isCloseTo(i, within(1e-4));
    }
  }

  @Test
  void knowingTheBendShortensTheWay() {
    int[] calls = {0};
    Lbfgs.Objective bowl =
        (point, gradient) -> {
          calls[0]++;
          double value = 0;
          for (int i = 0; i < point.length; i++) {
            double stretch = Math.pow(10, i % 6);
            value += stretch * (point[i] - 1) * (point[i] - 1) / 2;
            gradient[i] = stretch * (point[i] - 1);
          }
          return value;
        };
    double[] bend = new double[60];
    for (int i = 0; i < bend.length; i++) {
      bend[i] = Math.pow(10, i % 6);
    }
    assertThat(new Lbfgs(bend).minimize(bowl, new double[60], 500, 1e-12)).isLessThan(1e-6);
    assertThat(calls[0]).isLessThan(5);
  }

  @Test
  void findsTheMinimumOfACurvedValley() {
    // Softplus of three slanted sums plus a bowl: its gradient at (a, b) vanishes at the minimum.
    Lbfgs.Objective valley =
        (p, g) -> {
          double value = 0.005 * (p[0] * p[0] + p[1] * p[1]);
          g[0] = 0.01 * p[0];
          g[1] = 0.01 * p[1];
          double[][] sums = {{1, 40, 3}, {-1, -39, 2}, {2, 1, -1}};
          for (double[] sum : sums) {
            double at = sum[0] * p[0] + sum[1] * p[1] + sum[2];
            value += Math.log1p(Math.exp(at));
            g[0] += sum[0] / (1 + Math.exp(-at));
            g[1] += sum[1] / (1 + Math.exp(-at));
          }
          return value;
        };
    double[] point = {4, -3};
    new Lbfgs(flat(2)).minimize(valley, point, 500, 1e-15);
    double[] gradient = new double[2];
    valley.evaluate(point, gradient);
    assertThat(Math.hypot(gradient[0], gradient[1])).isLessThan(1e-5);
  }

  @Test
  void neverEndsAboveItsStart() {
    Lbfgs.Objective kinked =
        (p, g) -> {
          g[0] = Math.signum(p[0]);
          return Math.abs(p[0]);
        };
    double[] point = {3};
    assertThat(new Lbfgs(flat(1)).minimize(kinked, point, 50, 1e-12)).isLessThanOrEqualTo(3);
  }

  private static double[] flat(int variables) {
    double[] bend = new double[variables];
    Arrays.fill(bend, 1);
    return bend;
  }
}
