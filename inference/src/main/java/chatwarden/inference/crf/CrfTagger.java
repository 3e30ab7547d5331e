package chatwarden.inference.crf;

import chatwarden.inference.tagger.InstancePool;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A tagger with a linear-chain CRF over hashed features. It computes on the thread that calls it,
 * does no I/O once it is open, and is safe for use by many threads at once.
 */
public final class CrfTagger implements SpanTagger {

  /** The name of the weight file within a model's directory, see {@link WeightFile#names}. */
  public static final String WEIGHTS = "weights";

  private final InstancePool<Work> memory;

  private CrfTagger(CrfWeights weights) {
    this.memory = new InstancePool<>(() -> new Work(weights));
  }

  /**
   * Opens the model in {@code modelDirectory}.
   *
   * @throws IOException if its weights cannot be read, are of another format, or are damaged
   */
  public static CrfTagger open(Path modelDirectory) throws IOException {
    return of(CrfWeights.read(WeightFile.in(modelDirectory, WEIGHTS)));
  }

  /** A tagger with {@code weights}. */
  public static CrfTagger of(CrfWeights weights) {
    return new CrfTagger(weights);
  }

  @Override
  public List<SpanTagging> tag(List<String> texts) {
    return memory.with(work -> texts.stream().map(work::tag).toList());
  }

  @Override
  public void close() {
    // The weights are unmapped once they are out of use.
  }

  /** The memory of a call. */
  private static final class Work {
    private final CrfScorer scorer;
    private final SpanDecoder decoder;
    private final TokenMarginals marginals = new TokenMarginals();

    Work(CrfWeights weights) {
      this.scorer = new CrfScorer(weights);
      this.decoder = new SpanDecoder(weights.cleanOdds());
    }

    SpanTagging tag(String text) {
      TokenizedText tokens = TokenizedText.of(text);
      if (tokens.count() == 0) {
        return SpanTagging.clean();
      }
      marginals.clear(tokens.count());
      scorer.add(tokens, 1, marginals);
      return decoder.decode(tokens, marginals);
    }
  }
}
