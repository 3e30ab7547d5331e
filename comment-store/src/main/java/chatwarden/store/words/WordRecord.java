package chatwarden.store.words;

import chatwarden.type.v1.Comment;
import chatwarden.type.v1.Label;
import com.google.protobuf.Timestamp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The words of one comment in the index of its hour: two bytes for the second within the hour, four
 * for the hash of its id, one for the number of words, then three for the hash of each word. Two
 * words have the same hash once in 16 million times, so a comment that is found is read before it
 * is shown.
 */
public final class WordRecord {

  /** The bytes before the hashes of words. */
  public static final int HEADER = 7;

  /** The bytes of the hash of a word. */
  public static final int WORD = 3;

  /** The number of words of a comment that has more than a record can hold: any may be in it. */
  public static final int ALL_WORDS = 255;

  private static final int SECONDS = 3_600;
  private static final double MICROS = 1_000_000;
  private static final int WORD_MASK = 0xFF_FFFF;
  private static final String AUTHOR = "@";
  private static final String LABEL = "#";
  private static final String FLAGGED = "#flagged";

  private WordRecord() {}

  /** Returns the hour of a time, counted from 1970. */
  public static long hourOf(long seconds) {
    return Math.floorDiv(seconds, SECONDS);
  }

  /** Returns the record of a comment. Clean comments have no word for their label. */
  public static byte[] of(Comment comment, Label label, boolean flagged) {
    Set<Integer> words = new HashSet<>();
    WordForms.of(comment.getText()).forEach(word -> words.add(text(word)));
    WordForms.of(comment.getAuthor().getName()).forEach(word -> words.add(author(word)));
    if (isIndexed(label)) {
      words.add(label(label));
    }
    if (flagged) {
      words.add(flagged());
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream(HEADER + WORD * words.size());
    record.writeBytes(header(comment));
    if (words.size() >= ALL_WORDS) {
      record.write(ALL_WORDS);
      return record.toByteArray();
    }
    record.write(words.size());
    words.forEach(word -> write(record, word, WORD));
    return record.toByteArray();
  }

  /** Returns the record of a comment that has no words any more, of a publish time in µs. */
  public static byte[] empty(String id, double micros) {
    long seconds = (long) Math.floor(micros / MICROS);
    Timestamp time = Timestamp.newBuilder().setSeconds(seconds).build();
    byte[] header = header(Comment.newBuilder().setId(id).setPublishTime(time).build());
    return Arrays.copyOf(header, HEADER);
  }

  /** Returns the first bytes of the record of a comment, which no other comment of its hour has. */
  public static byte[] header(Comment comment) {
    ByteArrayOutputStream header = new ByteArrayOutputStream(HEADER);
    write(header, (int) Math.floorMod(comment.getPublishTime().getSeconds(), (long) SECONDS), 2);
    write(header, id(comment.getId()), 4);
    return header.toByteArray();
  }

  /** Returns whether comments of a label can be found by it. */
  public static boolean isIndexed(Label label) {
    return label != Label.CLEAN && label != Label.LABEL_UNSPECIFIED && label != Label.UNRECOGNIZED;
  }

  /** Returns the hash of a comment's id. */
  public static int id(String id) {
    return hash(id);
  }

  /** Returns the hash of a word of a text. */
  public static int text(String word) {
    return hash(word) & WORD_MASK;
  }

  /** Returns the hash of a word of an author's name. */
  public static int author(String word) {
    return hash(AUTHOR + word) & WORD_MASK;
  }

  /** Returns the hash of a label. */
  public static int label(Label label) {
    return hash(LABEL + label.name()) & WORD_MASK;
  }

  /** Returns the hash that flagged comments have. */
  public static int flagged() {
    return hash(FLAGGED) & WORD_MASK;
  }

  private static void write(ByteArrayOutputStream to, int number, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      to.write(number >>> shift);
    }
  }

  /** FNV-1a, with the last step of MurmurHash3, so that every bit depends on every byte. */
  private static int hash(String word) {
    int hash = 0x811C_9DC5;
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x0100_0193;
    }
    hash = (hash ^ hash >>> 16) * 0x85EB_CA6B;
    hash = (hash ^ hash >>> 13) * 0xC2B2_AE35;
    return hash ^ hash >>> 16;
  }
}
