package chatwarden.store.words;

import java.util.function.LongConsumer;

/**
 * Goes through the records of a chunk of the index. A record that is cut off ends the chunk. Used
 * by one thread.
 */
public final class WordReader {

  private static final int SECOND_BITS = 32;
  private static final long ID_MASK = 0xFFFF_FFFFL;

  private WordReader() {}

  /**
   * Gives the comments of a chunk that may meet a question, each as its second within the hour and
   * the hash of its id.
   */
  public static void read(byte[] chunk, WordQuestion question, LongConsumer found) {
    int at = 0;
    while (at + WordRecord.HEADER <= chunk.length) {
      int count = chunk[at + WordRecord.HEADER - 1] & 0xFF;
      int words = at + WordRecord.HEADER;
      int end = words + (count == WordRecord.ALL_WORDS ? 0 : count * WordRecord.WORD);
      if (end > chunk.length) {
        return;
      }
      if (count == WordRecord.ALL_WORDS || question.mayBeMet(chunk, words, end)) {
        found.accept(place(chunk, at));
      }
      at = end;
    }
  }

  /** Returns the second within the hour of a comment that was found. */
  public static int second(long place) {
    return (int) (place >>> SECOND_BITS);
  }

  /** Returns the hash of the id of a comment that was found. */
  public static int id(long place) {
    return (int) (place & ID_MASK);
  }

  /** Returns a place from its parts. */
  public static long place(int second, int id) {
    return ((long) second << SECOND_BITS) | (id & ID_MASK);
  }

  private static long place(byte[] chunk, int at) {
    int second = ((chunk[at] & 0xFF) << 8) | (chunk[at + 1] & 0xFF);
    int id = 0;
    for (int i = at + 2; i < at + WordRecord.HEADER - 1; i++) {
      id = (id << 8) | (chunk[i] & 0xFF);
    }
    return place(second, id);
  }
}
