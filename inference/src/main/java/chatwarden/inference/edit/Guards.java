package chatwarden.inference.edit;

import chatwarden.text.LanguageDetector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rewrite may not do: add a link, mention or number, lose a negation, or be a fragment; and
 * the words that no edit may touch.
 */
final class Guards {
  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.CASE_INSENSITIVE;
  private static final List<Pattern> REFERENCES =
      List.of(
          Pattern.compile(
              "(?:https?://|www\\.)\\S+|\\b[\\w-]+\\.(?:com|net|org|vn|tv|gg|io|co|me)\\b\\S*",
              FLAGS),
          Pattern.compile("[@#][\\w.]+", FLAGS),
          Pattern.compile("\\d+", FLAGS));
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}_\\s]", FLAGS);
  private static final String SENTENCE_ENDS = ".!?\"";

  private final boolean english;
  private final LanguageLists lists;
  private final int wholeFrom;

  Guards(String language, LanguageLists lists, int wholeFrom) {
    this.english = language.equals(LanguageDetector.ENGLISH);
    this.lists = lists;
    this.wholeFrom = wholeFrom;
  }

  /** Returns whether a candidate may be proposed for {@code text}. */
  boolean allow(String text, String candidate) {
    return REFERENCES.stream()
            .allMatch(kind -> found(kind, text).containsAll(found(kind, candidate)))
        && negations(candidate) >= negations(text);
  }

  private static Set<String> found(Pattern kind, String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = kind.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    return found;
  }

  /** Returns how many negations a text has; "don't" is one, a rude one that asks is none. */
  int negations(String text) {
    List<String> words = words(text);
    int count = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      if (lists.negations().contains(word)
          || isContraction(words, i)
          || isRude(word, next)
          || isShort(word, next)) {
        count++;
      }
    }
    return count;
  }

  /** Returns whether the word is the "t" of "isn't" whose verb is not a negation by itself. */
  private boolean isContraction(List<String> words, int i) {
    return english
        && words.get(i).equals("t")
        && i > 0
        && words.get(i - 1).equals("'")
        && !(i > 1 && lists.negations().contains(words.get(i - 2)));
  }

  private boolean isRude(String word, String next) {
    return lists.rudeNegations().contains(word)
        && !next.isEmpty()
        && !lists.askingWords().contains(next);
  }

  /** Returns whether the word is Vietnamese "k", short for "không", before another word. */
  private boolean isShort(String word, String next) {
    return !english
        && word.equals("k")
        && !next.isEmpty()
        && next.codePoints().allMatch(Character::isLetter);
  }

  /** Returns whether a text has no word of content, and too few others to be a sentence. */
  boolean isFragment(String text) {
    List<String> words = new ArrayList<>(words(text));
    words.removeIf(
        word ->
            word.codePointCount(0, word.length()) < 2
                || !word.codePoints().allMatch(Character::isLetter));
    return words.size() < wholeFrom && lists.contentless().containsAll(words);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(TextWord.plain(text).replace('’', '\''));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /**
   * Returns for each word whether no edit may touch it: a part of a link, mention or number, a name
   * within a sentence, a negation.
   */
  boolean[] shielded(String text, List<TextWord> words) {
    boolean[] shielded = new boolean[words.size()];
    boolean shouted = TextWord.isShouted(text);
    for (int i = 0; i < shielded.length; i++) {
      TextWord word = words.get(i);
      String before = i == 0 ? "." : words.get(i - 1).text();
      String plain = word.plain();
      boolean name =
          !shouted
              && word.isTitle()
              && !SENTENCE_ENDS.contains(before)
              && !TextWord.isTitle(before);
      boolean contracted =
          english && plain.equals("t") && (before.equals("'") || before.equals("’"));
      shielded[i] = name || contracted || lists.negations().contains(plain);
    }
    for (Pattern kind : REFERENCES) {
      Matcher matcher = kind.matcher(text);
      while (matcher.find()) {
        int start = text.codePointCount(0, matcher.start());
        int end = start + text.codePointCount(matcher.start(), matcher.end());
        for (int i = 0; i < shielded.length; i++) {
          shielded[i] |= words.get(i).start() < end && words.get(i).end() > start;
        }
      }
    }
    return shielded;
  }
}
