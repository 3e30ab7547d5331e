package chatwarden.inference.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A form of a text as edits of its words: those of their longest common subsequence are kept, and
 * the others deleted, or replaced by the words of the form in their place.
 */
final class FormAlignment {
  private static final Pattern APOSTROPHE = Pattern.compile(" ?' ?");
  private static final Pattern BEFORE_MARK = Pattern.compile(" ([,.!?])");

  private final List<TextWord> words;
  private final List<String> form;
  private final LanguageLists lists;
  private final Guards guards;
  private final List<WordEdit> edits;
  private final List<String> fresh = new ArrayList<>();

  /**
   * Aligns a form.
   *
   * @param words those of the text, at least one
   * @param form the words of the form, as {@link TextWord#plain()} has them
   */
  FormAlignment(List<TextWord> words, List<String> form, LanguageLists lists, Guards guards) {
    this.words = words;
    this.form = form;
    this.lists = lists;
    this.guards = guards;
    this.edits = new ArrayList<>(Collections.nCopies(words.size(), WordEdit.KEEP));
  }

  /** Returns an edit a word; empty where new words would negate what the text has. */
  Optional<List<WordEdit>> edits() {
    int[][] common = common();
    int first = 0; // the first word since the last that both have
    int i = 0;
    int j = 0;
    while (i < words.size() || j < form.size()) {
      if (i < words.size() && j < form.size() && words.get(i).plain().equals(form.get(j))) {
        if (!put(first, i)) {
          return Optional.empty();
        }
        i++;
        j++;
        first = i;
        fresh.clear();
      } else if (j == form.size() || i < words.size() && common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        fresh.add(form.get(j++));
      }
    }
    return put(first, i) ? Optional.of(List.copyOf(edits)) : Optional.empty();
  }

  /** Returns how many words both have in order, from each place on. */
  private int[][] common() {
    int[][] common = new int[words.size() + 1][form.size() + 1];
    for (int i = words.size() - 1; i >= 0; i--) {
      for (int j = form.size() - 1; j >= 0; j--) {
        common[i][j] =
            words.get(i).plain().equals(form.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  /**
   * Puts the new words in the place of those of a range; where that is empty, beside the next word,
   * or the last. Returns whether they may be there.
   */
  private boolean put(int first, int end) {
    if (fresh.stream().noneMatch(FormAlignment::isAlphanumeric)) {
      fresh.clear();
    }
    if (negatesOnly()) {
      return false;
    }
    Collections.fill(edits.subList(first, end), WordEdit.DELETE);
    String line = surface(fresh);
    if (!fresh.isEmpty() && end - first == fresh.size() && fresh.stream().allMatch(this::isPlain)) {
      for (int k = 0; k < fresh.size(); k++) {
        edits.set(first + k, WordEdit.to(fresh.get(k)));
      }
    } else if (!fresh.isEmpty() && end > first) {
      edits.set(first, WordEdit.to(line));
    } else if (!fresh.isEmpty() && end < words.size()) {
      edits.set(end, WordEdit.to(line + " " + words.get(end).text()));
    } else if (!fresh.isEmpty()) {
      String last = edits.get(end - 1).text();
      edits.set(
          end - 1, WordEdit.to((last.isEmpty() ? words.get(end - 1).text() : last) + " " + line));
    }
    return true;
  }

  /** Returns whether the new words negate and say nothing else. */
  private boolean negatesOnly() {
    if (guards.negations(String.join(" ", fresh)) == 0) {
      return false;
    }
    for (int k = 0; k < fresh.size(); k++) {
      String word = fresh.get(k);
      boolean contracted = k + 1 < fresh.size() && fresh.get(k + 1).equals("'");
      if (word.codePointCount(0, word.length()) > 1
          && !contracted
          && !lists.negations().contains(word)
          && !lists.contentless().contains(word)) {
        return false;
      }
    }
    return true;
  }

  private boolean isPlain(String word) {
    return isAlphanumeric(word) && guards.negations(word) == 0;
  }

  private static boolean isAlphanumeric(String word) {
    return word.codePoints().allMatch(Character::isLetterOrDigit);
  }

  /** Joins words as they are written in a text: no spaces around apostrophes and before marks. */
  private static String surface(List<String> words) {
    String line = APOSTROPHE.matcher(String.join(" ", words)).replaceAll("'");
    return BEFORE_MARK.matcher(line).replaceAll("$1");
  }
}
