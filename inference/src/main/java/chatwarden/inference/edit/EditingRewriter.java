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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Rewrites a text by edits of its words: stage 2 and an edit network mark what is rude, generators
 * delete, replace or fill it, guards drop what would say something else, and the rest is ranked by
 * similarity, strength and fluency. No proposal is more offensive than the text. Of a longer text,
 * the words that the network reads are edited, and the rest stays.
 */
public final class EditingRewriter implements Rewriter {
  /** The files of a model. */
  public static final List<String> FILES =
      List.of(EditNetwork.MODEL, "tokenizer.json", EditRules.FILE);

  private static final String AUTO = "auto";

  private final EditRules rules;
  private final WordCutter cutter;
  private final EditNetwork network;
  private final SpanTagger tagger;
  private final Classifier judge;
  private final PassageReader reader;
  private final DraftMaker maker;
  private final CandidateRanker ranker;

  private EditingRewriter(
      EditRules rules,
      WordCutter cutter,
      EditNetwork network,
      SpanTagger tagger,
      Classifier judge) {
    this.rules = rules;
    this.cutter = cutter;
    this.network = network;
    this.tagger = tagger;
    this.judge = judge;
    this.reader = new PassageReader(network, rules);
    this.maker = maker(network, cutter, rules);
    this.ranker = new CandidateRanker(network, cutter, judge, rules);
  }

  /** Returns the generators, and the rest of the way to drafts. */
  static DraftMaker maker(EditNetwork network, WordCutter cutter, EditRules rules) {
    return new DraftMaker(
        List.of(
            new NetworkGenerator(rules),
            new DeletionGenerator(),
            new SubstitutionGenerator(rules),
            new FillingGenerator(rules)),
        new Filling(network, cutter, rules),
        rules);
  }

  /**
   * Opens the rewriter in {@code folder}.
   *
   * @param tagger marks offensive words; closed by {@link #close}, as {@code judge} is
   * @param judge says how offensive texts are
   * @throws IOException if a file is missing, or they do not fit each other
   */
  public static EditingRewriter open(Path folder, SpanTagger tagger, Classifier judge)
      throws IOException {
    EditRules rules = EditRules.read(folder.resolve(EditRules.FILE));
    WordCutter cutter = WordCutter.open(folder.resolve("tokenizer.json"), rules.maxTokens());
    try {
      EditNetwork network =
          EditNetwork.open(folder.resolve(EditNetwork.MODEL), rules.labels().size());
      try {
        return new EditingRewriter(rules, cutter, network, tagger, judge);
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
    return answer(text, language, maker::drafts, found);
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
    return answer(text, language, (passage, guards) -> drafts(passage, guards, forms.get()), found);
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

  private Rewriting answer(
      String text, String language, DraftSource source, Consumer<RewriteCandidate> found) {
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
    double offensive = ranker.offensive(question, List.of(text)).getFirst();
    if (offensive < rules.cleanBelow() && tagger.tag(List.of(text)).getFirst().spans().isEmpty()) {
      return Rewriting.unchanged(text);
    }
    CutText cut = cutter.cut(text);
    Guards guards = new Guards(likelier, lists, rules.wholeFrom());
    SpanTagging tagging = tagger.tagOffensive(List.of(text)).getFirst();
    Passage passage = reader.read(text, likelier, cut, tagging, guards);
    List<Draft> drafts = source.drafts(passage, guards);
    if (drafts.isEmpty()) {
      return Rewriting.impossible(RewriteObstacle.NO_CANDIDATE);
    }
    drafts.forEach(draft -> found.accept(RewriteCandidate.found(draft.text(), draft.method())));
    Rewriting answer = ranked(passage, guards, question, drafts, offensive);
    return cut.whole() || isPolite(answer)
        ? answer
        : Rewriting.impossible(RewriteObstacle.TOO_LONG);
  }

  /** Returns whether the proposal is one that stage 1 finds clean: the rest was not read. */
  private boolean isPolite(Rewriting answer) {
    return answer.verdict() == RewriteVerdict.REWRITTEN
        && 1 - answer.candidates().getFirst().strength() < rules.cleanBelow();
  }

  private Rewriting ranked(
      Passage passage, Guards guards, Question question, List<Draft> drafts, double offensive) {
    List<Double> weights = rules.lists(passage.language()).weights();
    List<CandidateRanker.Scored> scored =
        new ArrayList<>(ranker.scored(passage, question, drafts, weights));
    scored.removeIf(each -> 1 - each.strength() > offensive);
    if (scored.isEmpty()) {
      return Rewriting.impossible(RewriteObstacle.STILL_OFFENSIVE);
    }
    scored.removeIf(each -> guards.isFragment(each.draft().content()));
    if (scored.isEmpty()) {
      return Rewriting.impossible(RewriteObstacle.NOTHING_LEFT);
    }
    scored.sort(Comparator.comparing(CandidateRanker.Scored::score).reversed());
    int most = Math.min(rules.fluencyCandidates(), scored.size());
    return Rewriting.of(ranker.ranked(scored.subList(0, most), weights));
  }

  @Override
  public void close() {
    network.close();
    cutter.close();
    tagger.close();
    judge.close();
  }
}
