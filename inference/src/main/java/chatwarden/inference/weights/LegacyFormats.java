package chatwarden.inference.weights;

import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The content of each kind of {@link LegacyFile}, in the order of its bytes. */
final class LegacyFormats {
  private static final int PATTERN_LENGTHS = 3;
  private static final int PATTERN_PLACES = 6;
  private static final int CRF_STEPS = 9;
  private static final int MAX_BITS = 26;
  private static final int MAX_CLASSES = 64;
  private static final int MAX_VIEWS = 64;
  private static final int MAX_PATTERNS = 512;
  private static final int MAX_WIDTH = 1 << 12;

  private LegacyFormats() {}

  /** A linear model; version 1 had no patterns. */
  static Weights linear(LegacyReader file) {
    int version = file.version(2);
    file.checkRest(new CRC32C());
    int features = file.count(Integer.MAX_VALUE);
    int lexicon = file.count(Integer.MAX_VALUE);
    int classes = file.count(MAX_CLASSES);
    int views = file.count(MAX_VIEWS);
    Tensor featureSteps = file.floats(classes);
    Tensor viewWeights = file.floats(views);
    Tensor temperature = file.doubles(1);
    Tensor biases = file.doubles(classes);
    Tensor shifts = file.doubles(classes);
    Tensor offsets = file.doubles(classes);
    List<String> labels = file.labels(classes);
    Weights.Builder weights =
        Weights.of("chatwarden-linear", labels)
            .with("feature_steps", featureSteps)
            .with("view_weights", viewWeights)
            .with("temperature", temperature)
            .with("biases", biases)
            .with("shifts", shifts)
            .with("offsets", offsets);
    int patterns = 0;
    int patternSlots = 0;
    int patternKeys = 0;
    if (version > 1) {
      patterns = file.count(MAX_PATTERNS);
      patternSlots = file.count(Integer.MAX_VALUE);
      patternKeys = file.count(Integer.MAX_VALUE);
      weights.with("pattern_step", file.floats(1));
      for (String each : List.of("pattern_biases", "pattern_second", "pattern_third")) {
        weights.with(each, file.floats(patterns * PATTERN_LENGTHS));
      }
    }
    file.align();
    weights.with("features", file.table(TensorType.U64, features));
    weights.with("lexicon", file.table(TensorType.U64, lexicon));
    if (version > 1) {
      weights.with("pattern_slots", file.table(TensorType.U64, patternSlots));
      weights.with(
          "pattern_rows",
          file.table(TensorType.I16, patternKeys, (long) patterns * PATTERN_PLACES));
    }
    file.requireEnd();
    return weights.build();
  }

  static Weights subword(LegacyReader file) {
    file.version(1);
    file.checkRest(new CRC32C());
    int buckets = file.count(Integer.MAX_VALUE);
    int dimensions = file.count(MAX_WIDTH);
    int classes = file.count(MAX_CLASSES);
    Tensor step = file.floats(1);
    Tensor temperature = file.doubles(1);
    Tensor biases = file.doubles(classes);
    Tensor shifts = file.doubles(classes);
    Tensor offsets = file.doubles(classes);
    Tensor output = file.table(TensorType.F32, (long) classes * dimensions);
    List<String> labels = file.labels(classes);
    file.align();
    Tensor embeddings = file.table(TensorType.I16, buckets, dimensions);
    file.requireEnd();
    return Weights.of("chatwarden-subword", labels)
        .with("step", step)
        .with("temperature", temperature)
        .with("biases", biases)
        .with("shifts", shifts)
        .with("offsets", offsets)
        .with("output", output)
        .with("embeddings", embeddings)
        .build();
  }

  static Weights crf(LegacyReader file) {
    file.checkTrailer(new CRC32C());
    file.version(1);
    int bits = file.count(MAX_BITS);
    Weights.Builder weights =
        Weights.of("chatwarden-crf")
            .with("scale", file.doubles(1))
            .with("steps", file.doubles(CRF_STEPS))
            .with("clean_odds", file.doubles(1))
            .with("features", file.table(TensorType.U64, 1L << bits));
    file.requireEnd();
    return weights.build();
  }

  static Weights embeddings(LegacyReader file) {
    file.checkTrailer(new CRC32());
    file.version(1);
    int rows = file.count(Integer.MAX_VALUE);
    int members = file.count(MAX_WIDTH);
    int width = file.count(MAX_WIDTH);
    Weights.Builder weights =
        Weights.of("chatwarden-embeddings")
            .with("embeddings", file.table(TensorType.I8, rows, members, width));
    file.requireEnd();
    return weights.build();
  }
}
