package chatwarden.mlops.baseline;

import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.SearchSpace.Choice;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import smile.base.cart.SplitRule;
import smile.classification.AdaBoost;
import smile.classification.DecisionTree;
import smile.classification.KNN;
import smile.classification.RandomForest;
import smile.classification.SoftClassifier;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;
import smile.math.distance.EuclideanDistance;
import smile.neighbor.LinearSearch;

/** The learners that vote, as Smile has them, each with its own settings to search. */
enum Learner {
  /** The classes of the nearest texts, by the distance of standardised features. */
  KNN("k nearest neighbours", Map.of("knn.neighbours", List.of(15.0, 5.0, 9.0, 25.0, 51.0))),
  /** One tree. */
  TREE(
      "decision tree",
      Map.of(
          "tree.max-depth", List.of(10.0, 6.0, 8.0, 14.0, 20.0),
          "tree.node-size", List.of(20.0, 5.0, 10.0, 50.0))),
  /** Many trees, of drawn rows and features each. */
  FOREST(
      "random forest",
      Map.of(
          "forest.trees", List.of(200.0, 100.0, 400.0),
          "forest.max-depth", List.of(20.0, 12.0, 30.0),
          "forest.features", List.of(4.0, 3.0, 6.0, 9.0),
          "forest.node-size", List.of(5.0, 2.0, 10.0))),
  /** Small trees, each made for what those before got wrong. */
  ADABOOST(
      "AdaBoost",
      Map.of(
          "adaboost.trees", List.of(100.0, 50.0, 200.0),
          "adaboost.max-depth", List.of(4.0, 2.0, 6.0),
          "adaboost.node-size", List.of(10.0, 5.0, 30.0)));

  private static final String CLASS = "class";

  private final String title;
  private final SortedMap<String, List<Double>> choices;

  /** The first of the values of each setting is its standard. */
  Learner(String title, Map<String, List<Double>> choices) {
    this.title = title;
    this.choices = new TreeMap<>(choices);
  }

  /** Returns the probability of each class for a text. */
  interface Judge {
    /** The probabilities of the classes for these features. */
    double[] probabilities(double[] features);
  }

  /** The name for people. */
  String title() {
    return title;
  }

  SearchSpace space() {
    List<SearchSpace.Parameter> parameters =
        choices.entrySet().stream()
            .<SearchSpace.Parameter>map(each -> new Choice(each.getKey(), each.getValue()))
            .toList();
    return new SearchSpace(parameters);
  }

  SortedMap<String, Double> standard() {
    SortedMap<String, Double> standard = new TreeMap<>();
    choices.forEach((name, values) -> standard.put(name, values.getFirst()));
    return standard;
  }

  /**
   * Learns. The same rows, settings and seed give the same judge.
   *
   * @param rows standardised; every class is among them
   */
  Judge learn(FeatureRows rows, int classes, SortedMap<String, Double> settings, long seed) {
    MathEx.setSeed(seed);
    return switch (this) {
      case KNN -> {
        LinearSearch<double[]> search =
            new LinearSearch<>(rows.features(), new EuclideanDistance());
        KNN<double[]> learnt = new KNN<>(search, rows.classes(), whole(settings, "knn.neighbours"));
        yield features -> predicted(learnt, features, classes);
      }
      case TREE ->
          ofTuples(
              DecisionTree.fit(
                  Formula.lhs(CLASS),
                  table(rows),
                  SplitRule.GINI,
                  whole(settings, "tree.max-depth"),
                  rows.size(),
                  whole(settings, "tree.node-size")),
              classes);
      case FOREST ->
          ofTuples(
              RandomForest.fit(
                  Formula.lhs(CLASS),
                  table(rows),
                  whole(settings, "forest.trees"),
                  whole(settings, "forest.features"),
                  SplitRule.GINI,
                  whole(settings, "forest.max-depth"),
                  rows.size(),
                  whole(settings, "forest.node-size"),
                  1.0,
                  null,
                  LongStream.iterate(seed + 2, each -> each + 1)),
              classes);
      case ADABOOST ->
          ofTuples(
              AdaBoost.fit(
                  Formula.lhs(CLASS),
                  table(rows),
                  whole(settings, "adaboost.trees"),
                  whole(settings, "adaboost.max-depth"),
                  rows.size(),
                  whole(settings, "adaboost.node-size")),
              classes);
    };
  }

  private static int whole(SortedMap<String, Double> settings, String name) {
    Double value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("settings: without " + name + " (expected: all)");
    }
    return value.intValue();
  }

  private static DataFrame table(FeatureRows rows) {
    return unlabelled(rows.features()).merge(IntVector.of(CLASS, rows.classes()));
  }

  private static DataFrame unlabelled(double[][] features) {
    return DataFrame.of(features, HandmadeFeatures.NAMES.toArray(String[]::new));
  }

  private static Judge ofTuples(SoftClassifier<Tuple> learnt, int classes) {
    return features -> predicted(learnt, unlabelled(new double[][] {features}).get(0), classes);
  }

  private static <T> double[] predicted(SoftClassifier<T> learnt, T features, int classes) {
    double[] probabilities = new double[classes];
    learnt.predict(features, probabilities);
    return probabilities;
  }
}
