package chatwarden.mlops.baseline;

/**
 * Brings every feature to mean 0 and variance 1 over the training rows. Arrays are not to be
 * changed.
 *
 * @param means of each feature
 * @param deviations of each feature; 1 for one that is always the same
 */
record Standardization(double[] means, double[] deviations) {
  static Standardization of(double[][] rows) {
    int features = rows[0].length;
    double[] means = new double[features];
    double[] deviations = new double[features];
    for (int k = 0; k < features; k++) {
      for (double[] row : rows) {
        means[k] += row[k] / rows.length;
      }
      double variance = 0;
      for (double[] row : rows) {
        variance += (row[k] - means[k]) * (row[k] - means[k]) / rows.length;
      }
      deviations[k] = variance > 0 ? Math.sqrt(variance) : 1;
    }
    return new Standardization(means, deviations);
  }

  FeatureRows of(FeatureRows rows) {
    double[][] scaled = new double[rows.size()][means.length];
    for (int i = 0; i < scaled.length; i++) {
      for (int k = 0; k < means.length; k++) {
        scaled[i][k] = (rows.features()[i][k] - means[k]) / deviations[k];
      }
    }
    return new FeatureRows(scaled, rows.classes());
  }
}
