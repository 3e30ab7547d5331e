package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfScorer;
import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.CrfWeights;
import chatwarden.inference.crf.TextScorer;
import chatwarden.inference.crf.TokenIds;
import chatwarden.inference.crf.TokenMarginals;
import chatwarden.inference.weights.WeightFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a data set as the scripts that train networks read it, made by the code that serves.
 *
 * <p>{@code train.jsonl} and {@code dev.jsonl} hold a text a line: its part of the cross-validation
 * ({@code fold}), where its tokens start and end ({@code s}, {@code e}), their labels ({@code y}),
 * their numbers ({@code x}) and the marked code points ({@code m}). {@code crf-train.jsonl} and
 * {@code crf-dev.jsonl} hold what a CRF that has not seen the text says of it, as {@link
 * TokenMarginals} has it, and how likely {@link TextScorer} takes it for clean ({@code whole});
 * {@code weights.safetensors} and {@code whole.safetensors} are the CRF and the judge of whole
 * texts of all training texts, the judge also of {@link CleanTexts} where the set that they are of
 * is at hand. {@code reference.txt} has a few texts of no data set, one a line, and {@code
 * reference.jsonl} their tokens: what a network must say alike wherever it runs.
 */
final class TokenExport {

  /** What a clean text of the other set counts for the judge of whole texts. */
  private static final double CLEAN_SHARE = 0.3;

  private static final List<String> REFERENCE =
      List.of(
          "Đồ NGU 😀 quá",
          "k bik gi lun ák =)))",
          "What a d.u.m.b idea, friend",
          "x",
          "nghiêng nghiêng");

  private final CrfTraining training;
  private final long seed;
  private final Consumer<String> progress;

  /**
   * An export.
   *
   * @param training fits the CRF
   * @param seed orders the folds
   * @param progress takes a line for each step
   */
  TokenExport(CrfTraining training, long seed, Consumer<String> progress) {
    this.training = training;
    this.seed = seed;
    this.progress = progress;
  }

  /**
   * Writes all files into {@code folder}, which it makes.
   *
   * @throws IOException if a file cannot be written
   */
  void write(SpanData data, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<AnnotatedText> clean = data.clean();
    List<SpanLabelledText> train = data.train().stream().map(SpanLabelledText::of).toList();
    List<SpanLabelledText> dev = data.dev().stream().map(SpanLabelledText::of).toList();
    int[] folds = Folds.of(train, seed);
    lines(folder.resolve("train.jsonl"), train.size(), i -> tokens(train.get(i), folds[i]));
    lines(folder.resolve("dev.jsonl"), dev.size(), i -> tokens(dev.get(i), -1));
    List<String> reference = new ArrayList<>(data.set().warmup());
    reference.addAll(REFERENCE);
    lines(folder.resolve("reference.txt"), reference.size(), reference::get);
    lines(
        folder.resolve("reference.jsonl"),
        reference.size(),
        i -> tokens(SpanLabelledText.of(new AnnotatedText(reference.get(i), new BitSet())), -1));
    progress.accept(
        "wrote tokens train=" + train.size() + " dev=" + dev.size() + " clean=" + clean.size());

    String[] unseen = new String[train.size()];
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      List<SpanLabelledText> seen = new ArrayList<>();
      for (int i = 0; i < unseen.length; i++) {
        if (folds[i] != fold) {
          seen.add(train.get(i));
        }
      }
      CrfScorer scorer = new CrfScorer(training.fit(seen));
      TextScorer judge = new TextScorer(whole(seen, clean));
      for (int i = 0; i < unseen.length; i++) {
        if (folds[i] == fold) {
          unseen[i] = marginals(train.get(i), scorer, judge);
        }
      }
      progress.accept("cross-fitted fold=" + (fold + 1) + " of " + Folds.COUNT);
    }
    lines(folder.resolve("crf-train.jsonl"), unseen.length, i -> unseen[i]);
    CrfWeights weights = training.fit(train);
    weights.write(WeightFile.in(folder, CrfTagger.WEIGHTS));
    CrfScorer scorer = new CrfScorer(weights);
    CrfWeights whole = whole(train, clean);
    whole.write(WeightFile.in(folder, "whole"));
    TextScorer judge = new TextScorer(whole);
    lines(folder.resolve("crf-dev.jsonl"), dev.size(), i -> marginals(dev.get(i), scorer, judge));
    progress.accept("wrote " + folder);
  }

  private static CrfWeights whole(List<SpanLabelledText> texts, List<AnnotatedText> clean) {
    List<AnnotatedText> sources = texts.stream().map(SpanLabelledText::source).toList();
    return TextLevelPrior.fit(sources, clean, CLEAN_SHARE);
  }

  private static void lines(Path file, int count, IntFunction<String> line) throws IOException {
    try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
      for (int i = 0; i < count; i++) {
        writer.println(line.apply(i));
      }
      if (writer.checkError()) {
        throw new IOException(file + ": cannot be written");
      }
    }
  }

  private static String tokens(SpanLabelledText text, int fold) {
    TokenIds ids = TokenIds.of(text.tokens());
    int n = ids.count();
    return "{\"fold\":%d,\"s\":%s,\"e\":%s,\"y\":%s,\"x\":%s,\"m\":%s}"
        .formatted(
            fold,
            list(n, t -> String.valueOf(text.tokens().start(t))),
            list(n, t -> String.valueOf(text.tokens().end(t))),
            list(n, t -> String.valueOf(text.labels()[t])),
            list(n, t -> list(ids.width(t), i -> String.valueOf(ids.id(t, i)))),
            text.source().marked().stream().boxed().toList());
  }

  private static String marginals(SpanLabelledText text, CrfScorer scorer, TextScorer judge) {
    TokenMarginals marginals = new TokenMarginals();
    int n = text.tokens().count();
    marginals.clear(n);
    if (n > 0) {
      scorer.add(text.tokens(), 1, marginals);
    }
    return "{\"clean\":%s,\"whole\":%s,\"b\":%s,\"i\":%s}"
        .formatted(
            n == 0 ? 1 : marginals.clean(),
            judge.clean(text.source().text()),
            list(n, t -> String.valueOf((float) marginals.begin(t))),
            list(n, t -> String.valueOf((float) marginals.inside(t))));
  }

  private static String list(int count, IntFunction<String> element) {
    return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
  }
}
