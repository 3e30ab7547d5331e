package chatwarden.store.words;

import chatwarden.text.Diacritics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words that a text must have, in any order. A word that is asked for without diacritics finds
 * every way of writing it; one with diacritics finds these alone. Shorthand finds the words that it
 * is for. Immutable.
 *
 * @param terms what must all be found
 */
public record WordQuery(List<Term> terms) {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /**
   * A part of a query between spaces.
   *
   * @param ways each a set of forms that a text has together
   */
  public record Term(List<Set<String>> ways) {

    /** Copies the sets. */
    public Term {
      ways = ways.stream().map(Set::copyOf).toList();
    }

    boolean isIn(Set<String> forms) {
      return ways.stream().anyMatch(forms::containsAll);
    }
  }

  /** Copies the list. */
  public WordQuery {
    terms = List.copyOf(terms);
  }

  /** Returns the query for a text that a person types; signs alone ask for nothing. */
  public static WordQuery of(String text) {
    List<Term> terms = new ArrayList<>();
    for (String part : SPACE.split(text, -1)) {
      List<Set<String>> ways = new ArrayList<>();
      addWay(ways, part, WordForms.read(part));
      addWay(ways, part, WordForms.written(part));
      if (!ways.isEmpty()) {
        terms.add(new Term(ways));
      }
    }
    return new WordQuery(terms);
  }

  private static void addWay(List<Set<String>> ways, String part, List<String> words) {
    if (words.isEmpty()) {
      return;
    }
    boolean isBare = WordForms.written(part).stream().allMatch(WordQuery::isBare);
    Set<String> forms =
        isBare ? Set.copyOf(words.stream().map(Diacritics::strip).toList()) : Set.copyOf(words);
    if (!ways.contains(forms)) {
      ways.add(forms);
    }
  }

  private static boolean isBare(String word) {
    return Diacritics.strip(word).equals(word);
  }

  /** Returns whether it asks for nothing. */
  public boolean isEmpty() {
    return terms.isEmpty();
  }

  /** Returns whether a text has all that is asked for. */
  public boolean isIn(String text) {
    return isEmpty() || isIn(WordForms.of(text));
  }

  private boolean isIn(Set<String> forms) {
    return terms.stream().allMatch(term -> term.isIn(forms));
  }

  /** Returns whether one of several texts has all that is asked for. */
  public boolean isInOne(List<String> texts) {
    return isEmpty() || texts.stream().anyMatch(this::isIn);
  }
}
