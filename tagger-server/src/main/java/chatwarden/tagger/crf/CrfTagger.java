package chatwarden.tagger.crf;

import chatwarden.tagger.model.SpanTagger;
import chatwarden.tagger.model.SpanTagging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tagger with a linear-chain CRF over hashed features. It computes on the thread that calls it,
 * does no I/O once it is open, and is safe for use by many threads at once.
 */
public final class CrfTagger implements SpanTagger {

  /** The file of a model directory that holds the weights. */
  public static final String WEIGHTS_FILE = "weights.bin";

  private final CrfWeights weights;

  private CrfTagger(CrfWeights weights) {
    this.weights = weights;
  }

  /**
   * Opens the model in {@code modelDirectory}.
   *
   * @throws IOException if its weights cannot be read, are of another format, or are damaged
   */
  public static CrfTagger open(Path modelDirectory) throws IOException {
    return of(CrfWeights.read(modelDirectory.resolve(WEIGHTS_FILE)));
  }

  /** A tagger with {@code weights}. */
  public static CrfTagger of(CrfWeights weights) {
    return new CrfTagger(weights);
  }

  @Override
  public List<SpanTagging> tag(List<String> texts) {
    Work work = new Work(weights);
    List<SpanTagging> taggings = new ArrayList<>(texts.size());
    for (String text : texts) {
      taggings.add(work.tag(text));
    }
    return taggings;
  }

  @Override
  public void close() {
    // Everything is on the heap.
  }

  /** The memory of one call. */
  private static final class Work {
    /** Keeps exponentials finite whatever the weights. */
    private static final double MAX_SCORE = 300;

    private final CrfWeights weights;
    private final Lattice lattice = new Lattice();
    private final SpanDecoder decoder;
    private double[] begin = new double[64];
    private double[] inside = new double[64];

    Work(CrfWeights weights) {
      this.weights = weights;
      this.decoder = new SpanDecoder(weights.cleanOdds());
    }

    SpanTagging tag(String text) {
      TokenizedText tokens = TokenizedText.of(text);
      if (tokens.count() == 0) {
        return SpanTagging.clean();
      }
      score(CrfFeatures.of(tokens));
      lattice.run(tokens.count(), begin, inside, weights.steps());
      return decoder.decode(tokens, lattice, lattice.clean(weights.steps()));
    }

    private void score(CrfFeatures features) {
      int count = features.count();
      if (begin.length < count) {
        begin = new double[count + count / 2];
        inside = new double[count + count / 2];
      }
      for (int t = 0; t < count; t++) {
        int end = features.offset(t + 1);
        int b = 0;
        int i = 0;
        for (int k = features.offset(t); k < end; k++) {
          int weight = weights.get(features.hash(k));
          b += weight >> 16;
          i += (short) weight;
        }
        begin[t] = Math.clamp(b * weights.scale(), -MAX_SCORE, MAX_SCORE);
        inside[t] = Math.clamp(i * weights.scale(), -MAX_SCORE, MAX_SCORE);
      }
    }
  }
}
