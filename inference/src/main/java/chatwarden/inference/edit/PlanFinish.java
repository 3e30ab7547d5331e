package chatwarden.inference.edit;

import chatwarden.text.LanguageDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finishes the plans of all generators: makes kept pronouns and negations polite and keeps shielded
 * words; in English, keeps marks within words, and deletes orphaned articles.
 */
final class PlanFinish {
  private static final Set<String> ARTICLES = Set.of("a", "an");

  private final Passage passage;
  private final LanguageLists lists;
  private final Guards guards;
  private final List<WordEdit> polite;

  PlanFinish(Passage passage, LanguageLists lists, Guards guards) {
    this.passage = passage;
    this.lists = lists;
    this.guards = guards;
    this.polite = new Substitution(lists).polite(passage.words());
  }

  EditPlan finished(EditPlan plan) {
    List<WordEdit> edits = new ArrayList<>(plan.edits());
    for (int i = 0; i < edits.size(); i++) {
      if (passage.shielded()[i]) {
        edits.set(i, WordEdit.KEEP);
      } else if (edits.get(i).equals(WordEdit.KEEP) || isLostNegation(edits, i)) {
        edits.set(i, polite.get(i));
      }
    }
    if (passage.language().equals(LanguageDetector.ENGLISH)) {
      for (int at = 1; at < edits.size(); at++) {
        keepJoint(edits, at);
      }
      deleteOrphans(edits);
    }
    return plan.with(edits);
  }

  /** Returns whether a word is deleted whose polite form negates. */
  private boolean isLostNegation(List<WordEdit> edits, int i) {
    return edits.get(i).equals(WordEdit.DELETE)
        && !lists.politeNegation().isEmpty()
        && polite.get(i).text().equals(lists.politeNegation());
  }

  /**
   * Keeps a mark within a word of which both sides are kept, and deletes a replacement after one
   * that negates.
   */
  private void keepJoint(List<WordEdit> edits, int at) {
    List<TextWord> words = passage.words();
    TextWord word = words.get(at);
    WordEdit before = edits.get(at - 1);
    boolean joined =
        words.get(at - 1).end() == word.start()
            && at + 1 < words.size()
            && word.end() == words.get(at + 1).start();
    if (edits.get(at).equals(WordEdit.DELETE)
        && joined
        && !word.beginsAlphanumeric()
        && before.equals(WordEdit.KEEP)
        && edits.get(at + 1).equals(WordEdit.KEEP)) {
      edits.set(at, WordEdit.KEEP);
    }
    if (before.kind() == WordEdit.Kind.REPLACE
        && edits.get(at).kind() == WordEdit.Kind.REPLACE
        && guards.negations(before.text()) > 0) {
      edits.set(at, WordEdit.DELETE);
    }
  }

  /** Deletes an article whose next words are deleted, unless a noun may follow them. */
  private void deleteOrphans(List<WordEdit> edits) {
    List<TextWord> words = passage.words();
    for (int at = 0; at + 1 < words.size(); at++) {
      boolean orphan =
          edits.get(at).equals(WordEdit.KEEP)
              && ARTICLES.contains(words.get(at).plain())
              && edits.get(at + 1).equals(WordEdit.DELETE);
      int next = at + 1;
      while (orphan && next < words.size() && edits.get(next).equals(WordEdit.DELETE)) {
        next++;
      }
      if (orphan && !mayFollow(edits, next)) {
        edits.set(at, WordEdit.DELETE);
      }
    }
  }

  private boolean mayFollow(List<WordEdit> edits, int next) {
    List<TextWord> words = passage.words();
    if (next == words.size()) {
      return false;
    }
    return !edits.get(next).equals(WordEdit.KEEP)
        || words.get(next).beginsAlphanumeric()
            && !lists.contentless().contains(words.get(next).plain());
  }
}
