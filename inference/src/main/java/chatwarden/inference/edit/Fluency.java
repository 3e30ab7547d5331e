package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Measures how usual the words of texts are in their places: the mean log probability of each token
 * by a language model that sees the others but for those that are hidden with it (after
 * pseudo-log-likelihood, Salazar et al., 2020; every third token is hidden at once).
 */
final class Fluency {
  /** That of a text without tokens. */
  private static final double NOTHING = -20;

  private final EditNetwork network;
  private final int stride;

  Fluency(EditNetwork network, int stride) {
    this.network = network;
    this.stride = stride;
  }

  /** Returns the mean log probability of the tokens of each text. */
  double[] of(List<long[]> texts) {
    List<long[]> copies = new ArrayList<>();
    List<int[]> places = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int n = 0; n < texts.size(); n++) {
      long[] ids = texts.get(n);
      for (int first = 1; first <= Math.min(stride, ids.length - 1); first++) {
        long[] copy = ids.clone();
        for (int at = first; at < ids.length; at += stride) {
          copy[at] = WordCutter.MASK;
          places.add(new int[] {copies.size(), at});
          owners.add(n);
        }
        copies.add(copy);
      }
    }
    double[] sums = new double[texts.size()];
    int[] counts = new int[texts.size()];
    if (!copies.isEmpty()) {
      NetworkReading reading = network.read(copies, places, Set.of(EditNetwork.WORDS));
      int vocabulary = reading.words().length / places.size();
      for (int p = 0; p < places.size(); p++) {
        int owner = owners.get(p);
        long wanted = texts.get(owner)[places.get(p)[1]];
        sums[owner] += reading.words()[p * vocabulary + (int) wanted];
        counts[owner]++;
      }
    }
    for (int n = 0; n < sums.length; n++) {
      sums[n] = counts[n] == 0 ? NOTHING : sums[n] / counts[n];
    }
    return sums;
  }
}
