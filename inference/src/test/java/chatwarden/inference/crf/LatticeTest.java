package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LatticeTest {

  @Property(tries = 200)
  void probabilitiesEqualThoseOfListingEveryPath(
      @ForAll @IntRange(min = 1, max = 6) int tokens, @ForAll long seed) {
    Random random = new Random(seed);
    double[] begin = random.doubles(tokens, -4, 4).toArray();
    double[] inside = random.doubles(tokens, -4, 4).toArray();
    double[] steps = random.doubles(9, -2, 2).toArray();
    Listing listing = new Listing(begin, inside, steps);

    Lattice lattice = new Lattice();
    lattice.run(tokens, begin, inside, steps);

    assertThat(lattice.logPartition()).isCloseTo(Math.log(listing.total), within(1e-9));
    assertThat(lattice.clean()).isCloseTo(listing.clean / listing.total, within(1e-9));
    for (int t = 0; t < tokens; t++) {
      assertThat(lattice.begin(t)).isCloseTo(listing.begin[t] / listing.total, within(1e-9));
      assertThat(lattice.inside(t)).isCloseTo(listing.inside[t] / listing.total, within(1e-9));
    }
    for (int s = 0; s < 9; s++) {
      assertThat(lattice.stepMass(s)).isCloseTo(listing.steps[s] / listing.total, within(1e-9));
    }
  }

  @Test
  void extremeScoresStayFinite() {
    Lattice lattice = new Lattice();
    double[] begin = {-300, 300, -300};
    double[] inside = {300, -300, 300};
    lattice.run(3, begin, inside, new double[9]);
    assertThat(lattice.logPartition()).isFinite();
    assertThat(lattice.begin(1)).isCloseTo(1, within(1e-9));
    assertThat(lattice.inside(2)).isCloseTo(1, within(1e-9));
    assertThat(lattice.inside(0)).isZero();
  }

  @Test
  void longTextAfterShortOneIsRead() {
    Lattice lattice = new Lattice();
    lattice.run(1, new double[1], new double[1], new double[9]);
    int tokens = 5_000;
    lattice.run(tokens, new double[tokens], new double[tokens], new double[9]);
    assertThat(lattice.logPartition()).isFinite();
    assertThat(lattice.begin(tokens - 1)).isBetween(0.0, 1.0);
  }

  /** Sums over all label paths, one by one. */
  private static final class Listing {
    final double[] begin;
    final double[] inside;
    final double[] steps = new double[9];
    double total;
    double clean;

    Listing(double[] beginScores, double[] insideScores, double[] stepScores) {
      int n = beginScores.length;
      begin = new double[n];
      inside = new double[n];
      int paths = (int) Math.pow(3, n);
      for (int path = 0; path < paths; path++) {
        add(path, beginScores, insideScores, stepScores);
      }
    }

    private void add(int path, double[] beginScores, double[] insideScores, double[] stepScores) {
      int n = beginScores.length;
      int[] labels = new int[n];
      double score = 0;
      int from = Lattice.OUTSIDE;
      boolean dirty = false;
      for (int t = 0, rest = path; t < n; t++, rest /= 3) {
        labels[t] = rest % 3;
        if (from == Lattice.OUTSIDE && labels[t] == Lattice.INSIDE) {
          return;
        }
        score += stepScores[3 * from + labels[t]];
        score += labels[t] == 1 ? beginScores[t] : labels[t] == 2 ? insideScores[t] : 0;
        from = labels[t];
        dirty |= from != Lattice.OUTSIDE;
      }
      double weight = Math.exp(score);
      total += weight;
      clean += dirty ? 0 : weight;
      from = Lattice.OUTSIDE;
      for (int t = 0; t < n; t++) {
        begin[t] += labels[t] == 1 ? weight : 0;
        inside[t] += labels[t] == 2 ? weight : 0;
        steps[3 * from + labels[t]] += weight;
        from = labels[t];
      }
    }
  }
}
