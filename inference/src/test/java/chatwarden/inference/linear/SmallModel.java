package chatwarden.inference.linear;

import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** A model of random weights over the features of a few texts. */
final class SmallModel {
  static final List<String> TEXTS =
      List.of(
          "chào mọi người, chúc cả nhà vui vẻ",
          "Video hay QUÁ bạn ơi 😂😂",
          "một hai một hai một hai",
          "hello there, nice stream",
          "",
          "   ",
          "\ud83d lone",
          "https://example.com");

  private SmallModel() {}

  static LinearWeights weights() {
    Lexicon lexicon =
        Lexicon.build(
            new long[] {FeatureHasher.plainWord("một"), FeatureHasher.plainWord("hello")},
            new float[] {0.9f, 0.4f});
    TreeSet<Long> seen = new TreeSet<>();
    FeatureHasher hasher = new FeatureHasher(lexicon);
    FeatureHashes features = new FeatureHashes();
    for (String text : TEXTS) {
      hasher.hash(Normalizer.standard().normalize(text).text(), features);
      for (FeatureView view : FeatureView.values()) {
        for (int i = 0; i < features.size(view); i++) {
          seen.add(features.hash(view, i));
        }
      }
    }
    SplittableRandom random = new SplittableRandom(7);
    List<Long> hashes = new ArrayList<>(seen);
    float[] frequencies = new float[hashes.size()];
    double[] weights = new double[hashes.size() * 3];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) random.nextDouble(1, 10);
      for (int k = 0; k < 3; k++) {
        weights[i * 3 + k] = random.nextDouble(-1, 1);
      }
    }
    FeatureTable table =
        FeatureTable.build(
            hashes.stream().mapToLong(Long::longValue).toArray(), frequencies, weights);
    return new LinearWeights(
        List.of("CLEAN", "OFFENSIVE", "HATE"),
        List.of(1f, 1.5f, 0.5f, 1f, 0.3f),
        List.of(0.0, -0.5, 0.25),
        1.2,
        List.of(0.0, 0.1, -0.1),
        List.of(0.0, 0.7, 0.4),
        table,
        lexicon,
        patterns(lexicon));
  }

  /** Patterns of random worth for the words of the texts. */
  static Patterns patterns(WordScores scores) {
    TreeSet<Long> seen = new TreeSet<>();
    FeatureHasher hasher = new FeatureHasher(scores);
    FeatureHashes features = new FeatureHashes();
    for (String text : TEXTS) {
      hasher.hash(Normalizer.standard().normalize(text).text(), features);
      WordSequence words = features.words();
      for (int i = 0; i < words.size() * WordSequence.KEYS; i++) {
        seen.add(words.key(i / WordSequence.KEYS, i % WordSequence.KEYS));
      }
    }
    int count = 5;
    SplittableRandom random = new SplittableRandom(11);
    float[] worths = new float[seen.size() * Patterns.slots(count)];
    for (int i = 0; i < worths.length; i++) {
      worths[i] = (float) random.nextDouble(-1, 1);
    }
    return Patterns.build(
        count,
        random(count * Patterns.LENGTHS, random),
        random(count * Patterns.LENGTHS, random),
        random(count * Patterns.LENGTHS, random),
        seen.stream().mapToLong(Long::longValue).toArray(),
        worths);
  }

  private static List<Float> random(int size, SplittableRandom random) {
    return random.doubles(size, -1, 1).mapToObj(value -> (float) value).toList();
  }
}
