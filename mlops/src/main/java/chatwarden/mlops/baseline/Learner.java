package chatwarden.mlops.baseline;

import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.Parameter;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import java.util.List;
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
  KNN(
      "k nearest neighbours",
      new Setting(15, new Choice("knn.neighbours", List.of(5.0, 9.0, 15.0, 25.0, 51.0)))),
  /** One tree. */
  TREE(
      "decision tree",
      new Setting(10, new WholeRange("tree.max-depth", 6, 20)),
      new Setting(20, new WholeRange("tree.node-size", 5, 50))),
  /** Many trees, of drawn rows and features each. */
  FOREST(
      "random forest",
      new Setting(4, new WholeRange("forest.features", 3, 9)),
      new Setting(20, new WholeRange("forest.max-depth", 12, 30)),
      new Setting(5, new WholeRange("forest.node-size", 2, 10)),
      new Setting(200, new Choice("forest.trees", List.of(100.0, 200.0, 400.0)))),
  /** Small trees, each made for what those before got wrong. */
  ADABOOST(
      "AdaBoost",
      new Setting(4, new WholeRange("adaboost.max-depth", 2, 6)),
      new Setting(10, new WholeRange("adaboost.node-size", 5, 30)),
      new Setting(100, new Choice("adaboost.trees", List.of(50.0, 100.0, 200.0))));

  private static final String CLASS = "class";

  private final String title;
  private final List<Setting> settings;

  Learner(String title, Setting... settings) {
    this.title = title;
    this.settings = List.of(settings);
  }

  /** A setting: its standard value, and those that a search may choose. */
  private record Setting(double standard, Parameter parameter) {}

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
    return new SearchSpace(settings.stream().map(Setting::parameter).toList());
  }

  SortedMap<String, Double> standard() {
    SortedMap<String, Double> standard = new TreeMap<>();
    settings.forEach(setting -> standard.put(setting.parameter().name(), setting.standard()));
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
