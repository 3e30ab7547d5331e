package chatwarden.mlops.baseline;

import java.util.stream.IntStream;

/**
 * The features of texts with their classes. Arrays are not to be changed.
 *
 * @param features of every text, one a name
 * @param classes the class of every text
 */
record FeatureRows(double[][] features, int[] classes) {
  /** The rows at these places. */
  FeatureRows at(int[] places) {
    return new FeatureRows(
        IntStream.of(places).mapToObj(i -> features[i]).toArray(double[][]::new),
        IntStream.of(places).map(i -> classes[i]).toArray());
  }

  int size() {
    return classes.length;
  }
}
