package chatwarden.inference.edit;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.rewriter.RewriteCandidate;
import chatwarden.inference.rewriter.RewriteObstacle;
import chatwarden.inference.rewriter.RewriteVerdict;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.text.TextLanguage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a text by edits of its words: stage 2 and an edit network mark the rude words,
 * generators delete, replace or fill it, guards drop what would say something else, and the rest is
 * ranked by similarity, strength and fluency. No proposal is more offensive than the text. Of a
 * longer text, the words that the network reads are edited, and the rest stays.
 */
public final class EditingRewriter implements Rewriter {
  /** The files of a model. */
  public static final List<String> FILES =
      List.of(EditNetwork.MODEL, "tokenizer.json", EditRules.FILE);

  private static final String AUTO = "auto";

  /**
   * The estimate from which a text is taken for offensive until stage 1 is asked about it together
   * with its candidates, in one run.
   */
  private static final double LIKELY = 0.5;

  private final EditRules rules;
  private final WordCutter cutter;
  private final EditNetwork network;
  private final SpanTagger tagger;
  private final Classifier judge;
  private final PassageReader reader;
  private final DraftMaker maker;
  private final CandidateRanker ranker;
  private final @Nullable FormWriter writer;

  private EditingRewriter(
      EditRules rules,
      WordCutter cutter,
      EditNetwork network,
      SpanTagger tagger,
      Classifier judge,
      @Nullable FormWriter writer) {
    this.rules = rules;
    this.cutter = cutter;
    this.network = network;
    this.tagger = tagger;
    this.judge = judge;
    this.reader = new PassageReader(network, rules);
    this.writer = writer;
    this.maker = maker(network, cutter, rules, writer);
    this.ranker = new CandidateRanker(new CandidateReader(network, cutter, rules), judge, rules);
  }

  /** Returns the generators, and the rest of the way to drafts. */
  static DraftMaker maker(
      EditNetwork network, WordCutter cutter, EditRules rules, @Nullable FormWriter writer) {
    List<CandidateGenerator> generators =
        new ArrayList<>(
            List.of(
                new NetworkGenerator(rules),
                new DeletionGenerator(),
                new SubstitutionGenerator(rules),
                new FillingGenerator(rules)));
    if (writer != null) {
      generators.add(new SequenceGenerator(writer, cutter, rules));
    }
    return new DraftMaker(generators, new Filling(network, cutter, rules), rules);
  }

  /**
   * Opens the rewriter in {@code folder}.
   *
   * @param tagger marks offensive words; closed by {@link #close}, as {@code judge} is
   * @param judge says how offensive texts are
   * @param writer the sequence model, if there is one; closed by {@link #close}
   * @throws IOException if a file is missing, or they do not fit each other
   */
  public static EditingRewriter open(
      Path folder, SpanTagger tagger, Classifier judge, @Nullable FormWriter writer)
      throws IOException {
    EditRules rules = EditRules.read(folder.resolve(EditRules.FILE));
    if (rules.asksSequence() && writer == null) {
      throw new IOException(
          "%s: generators: %s (expected: none, or the files of a sequence model)"
              .formatted(folder.resolve(EditRules.FILE), SequenceGenerator.METHOD));
    }
    WordCutter cutter = WordCutter.open(folder.resolve("tokenizer.json"), rules.maxTokens());
    try {
      EditNetwork network =
          EditNetwork.open(folder.resolve(EditNetwork.MODEL), rules.labels().size());
      try {
        return new EditingRewriter(rules, cutter, network, tagger, judge, writer);
      } catch (IllegalArgumentException e) {
        network.close();
        throw new IOException(folder.resolve(EditRules.FILE) + ": " + e.getMessage(), e);
      }
    } catch (IOException | RuntimeException e) {
      cutter.close();
      throw e;
    }
  }

  /** Makes drafts of a passage that the guards allow. */
  private interface DraftSource {
    List<Draft> drafts(Passage passage, Guards guards);
  }

  @Override
  public Rewriting rewrite(String text, String language, Consumer<RewriteCandidate> found) {
    return answer(text, language, true, maker::drafts, found);
  }

  /**
   * Returns the answer to a text of the forms that another model makes of it: guarded and ranked as
   * those of this one.
   *
   * @param forms makes them; asked only where the text is offensive
   */
  public Rewriting rank(
      String text,
      String language,
      Supplier<List<RewriteCandidate>> forms,
      Consumer<RewriteCandidate> found) {
    return answer(
        text, language, false, (passage, guards) -> drafts(passage, guards, forms.get()), found);
  }

  private List<Draft> drafts(Passage passage, Guards guards, List<RewriteCandidate> forms) {
    List<Draft> drafts = new ArrayList<>();
    for (RewriteCandidate form : forms) {
      String text = form.text();
      if (!text.isBlank() && !text.equals(passage.text()) && guards.allow(passage.text(), text)) {
        Set<String> words = new HashSet<>();
        cutter.cut(text).words().forEach(word -> words.add(word.plain()));
        drafts.add(new Draft(text, form.method(), 0, passage.keptShare(words), text));
      }
    }
    return drafts;
  }

  /**
   * Answers.
   *
   * @param cheap whether drafts may be made of a text that turns out to be clean
   */
  private Rewriting answer(
      String text,
      String language,
      boolean cheap,
      DraftSource source,
      Consumer<RewriteCandidate> found) {
    boolean open = language.equals(AUTO);
    if (open && TextLanguage.of(text).equals(TextLanguage.UNKNOWN)) {
      return Rewriting.impossible(RewriteObstacle.UNKNOWN_LANGUAGE);
    }
    Question question = open ? Question.inAnyLanguage(text) : Question.in(language, text);
    String likelier = question.likelierLanguage();
    LanguageLists lists = rules.languages().get(likelier);
    if (lists == null) {
      return Rewriting.impossible(RewriteObstacle.UNKNOWN_LANGUAGE);
    }
    boolean asksLater = cheap && ranker.estimates(question, List.of(text)).getFirst() >= LIKELY;
    if (!asksLater && isClean(question)) {
      return Rewriting.unchanged(text);
    }
    CutText cut = cutter.cut(text);
    Guards guards = new Guards(likelier, lists, rules.wholeFrom());
    SpanTagging tagging = tagger.tagOffensive(List.of(text)).getFirst();
    Passage passage = reader.read(text, likelier, cut, tagging, guards);
    List<Draft> drafts = source.drafts(passage, guards);
    drafts.forEach(draft -> found.accept(RewriteCandidate.found(draft.text(), draft.method())));
    Rewriting answer = ranked(passage, guards, question, drafts);
    if (asksLater && isClean(question)) {
      return Rewriting.unchanged(text);
    }
    return cut.whole() || isPolite(answer)
        ? answer
        : Rewriting.impossible(RewriteObstacle.TOO_LONG);
  }

  /** Returns whether stage 1 finds a text clean and stage 2 marks nothing in it. */
  private boolean isClean(Question question) {
    List<String> text = List.of(question.text());
    return ranker.offensive(question, text).getFirst() < rules.cleanBelow()
        && tagger.tag(text).getFirst().spans().isEmpty();
  }

  /** Returns whether the proposal is one that stage 1 finds clean: the rest was not read. */
  private boolean isPolite(Rewriting answer) {
    return answer.verdict() == RewriteVerdict.REWRITTEN
        && 1 - answer.candidates().getFirst().strength() < rules.cleanBelow();
  }

  private Rewriting ranked(Passage passage, Guards guards, Question question, List<Draft> drafts) {
    if (drafts.isEmpty()) {
      return Rewriting.impossible(RewriteObstacle.NO_CANDIDATE);
    }
    List<Draft> whole =
        drafts.stream().filter(draft -> !guards.isFragment(draft.content())).toList();
    if (whole.isEmpty()) {
      return Rewriting.impossible(RewriteObstacle.NOTHING_LEFT);
    }
    List<RewriteCandidate> candidates = ranker.ranked(passage, question, whole);
    return candidates.isEmpty()
        ? Rewriting.impossible(RewriteObstacle.STILL_OFFENSIVE)
        : Rewriting.of(candidates);
  }

  @Override
  public void close() {
    network.close();
    cutter.close();
    tagger.close();
    judge.close();
    if (writer != null) {
      writer.close();
    }
  }
}
