package chatwarden.inference.neural;

import chatwarden.inference.crf.CrfScorer;
import chatwarden.inference.crf.CrfWeights;
import chatwarden.inference.crf.Lattice;
import chatwarden.inference.crf.SpanDecoder;
import chatwarden.inference.crf.TextScorer;
import chatwarden.inference.crf.TextVote;
import chatwarden.inference.crf.TokenMarginals;
import chatwarden.inference.crf.TokenizedText;
import chatwarden.inference.tagger.InstancePool;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tagger that averages what networks say of every token, and what a CRF says if there is one, and
 * decodes the mean. A judge of texts as a whole may have a say on whether there is a span.
 *
 * <p>Texts of like length go through the networks together. It computes on the thread that calls it
 * and is safe for use by many threads at once.
 */
public final class NeuralTagger implements SpanTagger {

  /**
   * The most tokens of a batch, padding included, unless one text alone has more. Larger batches
   * were slower when measured, and smaller ones hardly quicker.
   */
  private static final int BATCH_TOKENS = 256;

  /** A text shares a batch with texts of at most 3/2 of its length: padding costs too. */
  private static final int FILLED = 2;

  private static final int PADDED = 3;

  private final SpanNetwork network;
  private final @Nullable CrfWeights crf;
  private final double crfShare;
  private final @Nullable CrfWeights whole;
  private final @Nullable TextVote vote;
  private final double cleanOdds;
  private final InstancePool<Work> memory = new InstancePool<>(Work::new);

  private NeuralTagger(
      SpanNetwork network,
      @Nullable CrfWeights crf,
      double crfShare,
      @Nullable CrfWeights whole,
      @Nullable TextVote vote,
      double cleanOdds) {
    this.network = network;
    this.crf = crf;
    this.crfShare = crfShare;
    this.whole = whole;
    this.vote = vote;
    this.cleanOdds = cleanOdds;
  }

  /**
   * Opens networks alone.
   *
   * @param cleanOdds what {@link SpanDecoder} multiplies the odds of a clean text by
   * @throws IOException if the files cannot be read as networks
   */
  public static NeuralTagger open(NetworkFiles network, double cleanOdds) throws IOException {
    return new NeuralTagger(SpanNetwork.open(network), null, 0, null, null, requireOdds(cleanOdds));
  }

  /**
   * Opens networks and the CRF in the file {@code crf}, to be averaged.
   *
   * @param crfShare how much the CRF counts, in (0, 1); the networks share the rest alike
   * @param cleanOdds what {@link SpanDecoder} multiplies the odds of a clean text by
   * @throws IOException if one of the files cannot be read
   */
  public static NeuralTagger open(NetworkFiles network, Path crf, double crfShare, double cleanOdds)
      throws IOException {
    requireShare(crfShare);
    requireOdds(cleanOdds);
    CrfWeights weights = CrfWeights.read(crf);
    return new NeuralTagger(SpanNetwork.open(network), weights, crfShare, null, null, cleanOdds);
  }

  /**
   * As {@link #open(NetworkFiles, Path, double, double)}, and has {@link TextScorer} judge each
   * text as a whole by the weights in the file {@code whole}.
   *
   * @param vote weighs that against what networks and CRF say on whether there is a span
   */
  public static NeuralTagger open(
      NetworkFiles network, Path crf, double crfShare, Path whole, TextVote vote, double cleanOdds)
      throws IOException {
    requireShare(crfShare);
    requireOdds(cleanOdds);
    CrfWeights weights = CrfWeights.read(crf);
    CrfWeights judge = CrfWeights.read(whole);
    return new NeuralTagger(SpanNetwork.open(network), weights, crfShare, judge, vote, cleanOdds);
  }

  private static void requireShare(double crfShare) {
    if (!(crfShare > 0 && crfShare < 1)) {
      throw new IllegalArgumentException("crfShare: " + crfShare + " (expected: in (0, 1))");
    }
  }

  private static double requireOdds(double cleanOdds) {
    return new SpanDecoder(cleanOdds).cleanOdds();
  }

  @Override
  public List<SpanTagging> tag(List<String> texts) {
    TokenizedText[] tokens = new TokenizedText[texts.size()];
    List<Integer> order = new ArrayList<>(tokens.length);
    SpanTagging[] taggings = new SpanTagging[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = TokenizedText.of(texts.get(i));
      taggings[i] = SpanTagging.clean();
      if (tokens[i].count() > 0) {
        order.add(i);
      }
    }
    order.sort(Comparator.comparing((Integer i) -> tokens[i].count()).reversed());
    return memory.with(
        work -> {
          tag(order, tokens, work, taggings);
          return Arrays.asList(taggings);
        });
  }

  /** Tags the texts at {@code places}, the longest first, in as many batches as they need. */
  private static void tag(
      List<Integer> places, TokenizedText[] tokens, Work work, SpanTagging[] taggings) {
    for (int from = 0; from < places.size(); ) {
      int size = batch(places.subList(from, places.size()), tokens);
      work.tag(places.subList(from, from + size), tokens, taggings);
      from += size;
    }
  }

  /** How many of the texts at {@code places}, the longest first, go through together. */
  private static int batch(List<Integer> places, TokenizedText[] tokens) {
    int longest = tokens[places.getFirst()].count();
    int most = Math.min(places.size(), Math.max(1, BATCH_TOKENS / longest));
    int size = 1;
    while (size < most && tokens[places.get(size)].count() * PADDED >= longest * FILLED) {
      size++;
    }
    return size;
  }

  @Override
  public void close() {
    network.close();
  }

  /**
   * The memory of a call. With three networks of width 64 the inputs take at most 0.6 MB, or 23 MB
   * once a text of 10,000 tokens has come, the longest that there is; what the networks remember of
   * words takes at most 16 MB.
   */
  private final class Work {
    private final NetworkInput input = network.input();
    private final @Nullable CrfScorer scorer = crf == null ? null : new CrfScorer(crf);
    private final @Nullable TextScorer judge = whole == null ? null : new TextScorer(whole);
    private final SpanDecoder decoder = new SpanDecoder(cleanOdds);
    private final TokenMarginals marginals = new TokenMarginals();

    /** One for each network, as it caches the steps. */
    private final List<Lattice> lattices =
        Stream.generate(Lattice::new).limit(network.members()).toList();

    private double[] begin = new double[64];
    private double[] inside = new double[64];

    /** Tags the texts at {@code places}, the longest first. */
    void tag(List<Integer> places, TokenizedText[] tokens, SpanTagging[] taggings) {
      input.read(places.stream().map(i -> tokens[i]).toList());
      TokenScores scores = network.score(input);
      for (int b = 0; b < places.size(); b++) {
        TokenizedText text = tokens[places.get(b)];
        weigh(text, scores, b);
        if (judge != null && vote != null) {
          marginals.judge(vote, judge.clean(text));
        }
        taggings[places.get(b)] = decoder.decode(text, marginals);
      }
    }

    private void weigh(TokenizedText text, TokenScores scores, int place) {
      int count = text.count();
      if (begin.length < count) {
        begin = new double[count + count / 2];
        inside = new double[count + count / 2];
      }
      marginals.clear(count);
      double share = (1 - crfShare) / network.members();
      for (int m = 0; m < network.members(); m++) {
        Lattice lattice = lattices.get(m);
        scores.copy(m, place, count, begin, inside);
        lattice.run(count, begin, inside, network.steps(m));
        marginals.add(share, lattice);
      }
      if (scorer != null) {
        scorer.add(text, crfShare, marginals);
      }
    }
  }
}
