package chatwarden.mlops.patterns;

import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.Patterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Learns {@link Patterns}: some networks, each from its own seed, whose answers are averaged. Their
 * patterns stand side by side. The same texts, settings and seed give the same patterns, bit for
 * bit.
 */
public final class PatternFit {
  private final PatternSettings settings;
  private final int classes;
  private final long seed;

  /** A way to learn. */
  public PatternFit(PatternSettings settings, int classes, long seed) {
    this.settings = settings;
    this.classes = classes;
    this.seed = seed;
  }

  /**
   * The learned weights.
   *
   * @param patterns the patterns of all networks, weighted as the settings say
   * @param biases what the networks add to the score of each class; 0 for the first
   */
  public record Learned(Patterns patterns, double[] biases) {}

  /**
   * Learns.
   *
   * @param texts the texts
   * @param truth the class of each
   * @param weights how much each counts
   * @param spellings of the words of the texts
   */
  public Learned fit(
      List<FeatureHashes> texts, int[] truth, double[] weights, Spellings spellings) {
    if (settings.members() == 0) {
      return new Learned(Patterns.NONE, new double[classes]);
    }
    WordIndex index =
        WordIndex.of(
            texts, settings.minDocuments(), settings.spelling() > 0 ? spellings : new Spellings());
    List<WordParts[]> words = texts.stream().map(index::of).toList();
    List<PatternNetwork> networks = new ArrayList<>();
    for (int member = 0; member < settings.members(); member++) {
      networks.add(network(index, words, truth, weights, seed + 31 * member));
    }
    return new Learned(join(networks, index), biases(networks));
  }

  private PatternNetwork network(
      WordIndex index, List<WordParts[]> texts, int[] truth, double[] weights, long ownSeed) {
    PatternNetwork network = new PatternNetwork(settings, index.embeddings(), classes, ownSeed);
    SplittableRandom random = new SplittableRandom(ownSeed);
    List<Integer> order =
        IntStream.range(0, texts.size()).boxed().collect(Collectors.toCollection(ArrayList::new));
    int batches = (order.size() + settings.batch() - 1) / settings.batch();
    int steps = settings.epochs() * batches;
    for (int step = 0; step < steps; step++) {
      if (step % batches == 0) {
        Collections.shuffle(order, random);
      }
      int from = step % batches * settings.batch();
      int to = Math.min(order.size(), from + settings.batch());
      for (int i = from; i < to; i++) {
        int text = order.get(i);
        network.learn(texts.get(text), truth[text], weights[text] / settings.batch());
      }
      double rate = settings.rate() * Math.max(0.02, 1 - (double) step / steps);
      network.step(Adam.corrected(rate, step + 1));
    }
    return network;
  }

  private double share() {
    return settings.weight() / settings.members();
  }

  private double[] biases(List<PatternNetwork> networks) {
    double[] biases = new double[classes];
    for (int k = 1; k < classes; k++) {
      for (PatternNetwork network : networks) {
        biases[k] += share() * network.outputBias(k);
      }
    }
    return biases;
  }

  /** Puts the patterns of all networks side by side, those of each length together. */
  private Patterns join(List<PatternNetwork> networks, WordIndex index) {
    int count = settings.count();
    int all = count * networks.size();
    List<Float> biases = new ArrayList<>();
    List<Float> second = new ArrayList<>();
    List<Float> third = new ArrayList<>();
    for (int length = 0; length < Patterns.LENGTHS; length++) {
      for (PatternNetwork network : networks) {
        for (int i = length * count; i < (length + 1) * count; i++) {
          biases.add(network.bias(i));
          second.add((float) (share() * network.output(1, i)));
          third.add((float) (share() * network.output(2, i)));
        }
      }
    }
    float[] worths = new float[index.size() * Patterns.slots(all)];
    for (int key = 0; key < index.size(); key++) {
      for (int member = 0; member < networks.size(); member++) {
        float[] own = networks.get(member).worths(index.alone(key));
        for (int place = 0; place < Patterns.PLACES; place++) {
          int to = key * Patterns.slots(all) + place * all + member * count;
          System.arraycopy(own, place * count, worths, to, count);
        }
      }
    }
    return Patterns.build(all, biases, second, third, index.keys(), worths);
  }
}
