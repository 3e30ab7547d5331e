package chatwarden.store.words;

import chatwarden.type.v1.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What a search asks the index: the hashes of words. Of each clause, one way must be met, and of a
 * way all hashes. Immutable.
 */
public final class WordQuestion {

  /** Every comment may meet it. */
  public static final WordQuestion ANYTHING = new WordQuestion(List.of());

  private final int[][][] clauses;

  private WordQuestion(List<int[][]> clauses) {
    this.clauses = clauses.toArray(int[][][]::new);
  }

  /**
   * Returns the question for words of the text and of the author's name, for one of several labels,
   * none for any, and for flagged comments alone.
   */
  public static WordQuestion of(
      List<WordQuery> texts, WordQuery author, List<Label> labels, boolean flaggedOnly) {
    List<int[][]> clauses = new ArrayList<>();
    texts.forEach(text -> add(clauses, text, WordRecord::text));
    add(clauses, author, WordRecord::author);
    if (!labels.isEmpty() && labels.stream().allMatch(WordRecord::isIndexed)) {
      clauses.add(
          labels.stream().map(label -> new int[] {WordRecord.label(label)}).toArray(int[][]::new));
    }
    if (flaggedOnly) {
      clauses.add(new int[][] {{WordRecord.flagged()}});
    }
    return new WordQuestion(clauses);
  }

  private static void add(List<int[][]> clauses, WordQuery query, ToIntFunction<String> hash) {
    for (WordQuery.Term term : query.terms()) {
      clauses.add(term.ways().stream().map(way -> hashes(way, hash)).toArray(int[][]::new));
    }
  }

  private static int[] hashes(Set<String> way, ToIntFunction<String> hash) {
    return way.stream().mapToInt(hash).toArray();
  }

  /** Returns whether every comment may meet it, so that the index is of no use. */
  public boolean isOpen() {
    return clauses.length == 0;
  }

  boolean mayBeMet(byte[] chunk, int from, int to) {
    for (int[][] clause : clauses) {
      if (!isMet(clause, chunk, from, to)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMet(int[][] clause, byte[] chunk, int from, int to) {
    for (int[] way : clause) {
      if (hasAll(way, chunk, from, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAll(int[] way, byte[] chunk, int from, int to) {
    for (int word : way) {
      if (!has(word, chunk, from, to)) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(int word, byte[] chunk, int from, int to) {
    byte first = (byte) (word >>> 16);
    byte second = (byte) (word >>> 8);
    byte third = (byte) word;
    for (int at = from; at < to; at += WordRecord.WORD) {
      if (chunk[at] == first && chunk[at + 1] == second && chunk[at + 2] == third) {
        return true;
      }
    }
    return false;
  }
}
