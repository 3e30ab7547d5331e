package chatwarden.mlops.patterns;

import chatwarden.inference.linear.Patterns;
import chatwarden.mlops.linear.SoftmaxRegression;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A convolutional network over words (after Kim, Convolutional Neural Networks for Sentence
 * Classification, 2014) that is being learned: embeddings of the keys of a word and of the n-grams
 * that it is spelled with are added up (after Bojanowski et al., Enriching Word Vectors with
 * Subword Information, 2017), patterns of one to three words are matched with them, and a softmax
 * rests on the best match of each. Dropout as by Srivastava et al. (2014).
 *
 * <p>On one thread, so that the same texts and seed give the same numbers, bit for bit.
 */
final class PatternNetwork {
  private final PatternSettings settings;
  private final PatternWeights weights;
  private final int classes;
  private final int count;
  private final int dimensions;
  private final int slots;
  private final SplittableRandom random;

  private final float[] found;
  private final int[] places;
  private final float[] kept;
  private float[] words = {};
  private float[] worths = {};
  private boolean[] dropped = {};

  PatternNetwork(PatternSettings settings, int vectors, int classes, long seed) {
    this.settings = settings;
    this.classes = classes;
    count = settings.count();
    dimensions = settings.dimensions();
    slots = Patterns.slots(count);
    random = new SplittableRandom(seed);
    int patterns = count * Patterns.LENGTHS;
    weights = new PatternWeights(settings, vectors, classes, random);
    found = new float[patterns];
    places = new int[patterns];
    kept = new float[patterns];
  }

  /** Adds the gradient of one text's log loss. */
  void learn(WordParts[] text, int truth, double weight) {
    draw(text);
    embed(text);
    match(text.length);
    double[] residual = new double[classes];
    for (int k = 0; k < classes; k++) {
      residual[k] = weights.outputBiases[k];
      for (int i = 0; i < found.length; i++) {
        residual[k] += weights.output[k * found.length + i] * found[i] * kept[i];
      }
    }
    SoftmaxRegression.softmax(residual);
    residual[truth] -= 1;
    for (int k = 0; k < classes; k++) {
      residual[k] *= weight;
    }
    float[] below = down(residual);
    pullPatterns(below, text);
  }

  /** Draws which patterns and keys the text does without. */
  private void draw(WordParts[] text) {
    float scale = 1 / (1 - settings.patternDropout());
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextFloat() < settings.patternDropout() ? 0 : scale;
    }
    int keys = Arrays.stream(text).mapToInt(word -> word.keys().length).sum();
    if (dropped.length < keys) {
      dropped = new boolean[keys * 2];
    }
    for (int i = 0; i < keys; i++) {
      dropped[i] = random.nextFloat() < settings.wordDropout();
    }
  }

  private void embed(WordParts[] text) {
    int size = text.length * dimensions;
    if (words.length < size) {
      words = new float[size * 2];
    }
    Arrays.fill(words, 0, size, 0);
    int next = 0;
    for (int i = 0; i < text.length; i++) {
      for (int key : text[i].keys()) {
        if (!dropped[next++] && key >= 0) {
          addEmbedding(key, 1, words, i * dimensions);
        }
      }
      addNgrams(text[i], words, i * dimensions);
    }
  }

  private void addNgrams(WordParts word, float[] sum, int to) {
    float share = share(word);
    for (int ngram : word.ngrams()) {
      addEmbedding(ngram, share, sum, to);
    }
  }

  private void addEmbedding(int number, float factor, float[] sum, int to) {
    int from = number * dimensions;
    for (int d = 0; d < dimensions; d++) {
      sum[to + d] += factor * weights.embeddings[from + d];
    }
  }

  /** How much an n-gram counts beside a key: long words have many. */
  private float share(WordParts word) {
    return settings.spelling() / (float) Math.sqrt(Math.max(1, word.ngrams().length));
  }

  private void match(int size) {
    if (worths.length < size * slots) {
      worths = new float[size * slots * 2];
    }
    for (int i = 0; i < size; i++) {
      worths(words, i * dimensions, worths, i * slots);
    }
    Arrays.fill(found, 0);
    Arrays.fill(places, -1);
    for (int length = 1; length <= Patterns.LENGTHS; length++) {
      for (int start = 0; start < size; start++) {
        match(length, start, size);
      }
    }
  }

  /** What a sum of embeddings is worth in every slot. */
  private void worths(float[] word, int at, float[] worths, int to) {
    Arrays.fill(worths, to, to + slots, 0);
    for (int d = 0; d < dimensions; d++) {
      float value = word[at + d];
      int from = d * slots;
      for (int slot = 0; slot < slots; slot++) {
        worths[to + slot] += value * weights.transposed[from + slot];
      }
    }
  }

  private void match(int length, int start, int size) {
    int first = (length - 1) * count;
    for (int i = 0; i < count; i++) {
      float match = weights.biases[first + i];
      for (int place = 0; place < length && start + place < size; place++) {
        match += worths[(start + place) * slots + Patterns.slot(count, length, place) + i];
      }
      if (match > found[first + i]) {
        found[first + i] = match;
        places[first + i] = start;
      }
    }
  }

  /** Adds the output's gradient; returns that of every pattern. */
  private float[] down(double[] residual) {
    float[] below = new float[found.length];
    for (int k = 0; k < classes; k++) {
      float slope = (float) residual[k];
      weights.ofOutputBiases.gradient()[k] += slope;
      for (int i = 0; i < below.length; i++) {
        weights.ofOutput.gradient()[k * below.length + i] += slope * found[i] * kept[i];
        below[i] += slope * weights.output[k * below.length + i] * kept[i];
      }
    }
    return below;
  }

  private void pullPatterns(float[] below, WordParts[] text) {
    int size = text.length;
    float[] pulls = new float[size * dimensions];
    for (int length = 1; length <= Patterns.LENGTHS; length++) {
      for (int i = 0; i < count; i++) {
        int pattern = (length - 1) * count + i;
        int start = places[pattern];
        if (start >= 0 && below[pattern] != 0) {
          weights.ofBiases.gradient()[pattern] += below[pattern];
          for (int place = 0; place < length && start + place < size; place++) {
            int filter = (Patterns.slot(count, length, place) + i) * dimensions;
            pull(below[pattern], filter, (start + place) * dimensions, pulls);
          }
        }
      }
    }
    pullEmbeddings(text, pulls);
  }

  private void pull(float slope, int filter, int word, float[] pulls) {
    float[] gradient = weights.ofFilters.gradient();
    for (int d = 0; d < dimensions; d++) {
      gradient[filter + d] += slope * words[word + d];
      pulls[word + d] += slope * weights.filters[filter + d];
    }
  }

  private void pullEmbeddings(WordParts[] text, float[] pulls) {
    int next = 0;
    for (int i = 0; i < text.length; i++) {
      for (int key : text[i].keys()) {
        if (!dropped[next++] && key >= 0) {
          pullEmbedding(key, 1, pulls, i * dimensions);
        }
      }
      float share = share(text[i]);
      for (int ngram : text[i].ngrams()) {
        pullEmbedding(ngram, share, pulls, i * dimensions);
      }
    }
  }

  private void pullEmbedding(int number, float factor, float[] pulls, int from) {
    float[] gradient = weights.gradientOfEmbedding(number);
    int to = number * dimensions;
    for (int d = 0; d < dimensions; d++) {
      gradient[to + d] += factor * pulls[from + d];
    }
  }

  /** Takes the step of a batch. */
  void step(float rate) {
    weights.step(rate);
  }

  /** Returns what a word is worth in every slot. */
  float[] worths(WordParts word) {
    float[] sum = new float[dimensions];
    for (int key : word.keys()) {
      addEmbedding(key, 1, sum, 0);
    }
    addNgrams(word, sum, 0);
    float[] worths = new float[slots];
    worths(sum, 0, worths, 0);
    return worths;
  }

  float bias(int pattern) {
    return weights.biases[pattern];
  }

  /** The output weight of a class, relative to the first. */
  float output(int k, int pattern) {
    return weights.output[k * found.length + pattern] - weights.output[pattern];
  }

  /** The bias of a class, relative to the first. */
  float outputBias(int k) {
    return weights.outputBiases[k] - weights.outputBiases[0];
  }
}
