package chatwarden.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vietnamese chat shorthand and its words, from the table {@code teencode.tsv} beside this class.
 * Safe for any thread.
 */
public final class Teencode {
  private static final Teencode STANDARD = read("teencode.tsv");
  private static final Teencode NONE = new Teencode(List.of());

  /** Open addressing over code points, so that a lookup makes no string. */
  private final int[][] keys;

  private final int[][] expansions;
  private final int mask;

  private Teencode(List<String> lines) {
    int capacity = Integer.highestOneBit(Math.max(16, lines.size() * 4));
    mask = capacity - 1;
    keys = new int[capacity][];
    expansions = new int[capacity][];
    for (String line : lines) {
      int tab = line.indexOf('\t');
      int[] key = line.substring(0, tab).codePoints().toArray();
      int slot = hash(key, 0, key.length) & mask;
      while (keys[slot] != null) {
        slot = (slot + 1) & mask;
      }
      keys[slot] = key;
      expansions[slot] = line.substring(tab + 1).codePoints().toArray();
    }
  }

  /**
   * Returns the words of the shorthand {@code token}, or {@code token} itself where it is not a
   * shorthand. Tokens are looked up in lower case and NFC.
   */
  public static String expand(String token) {
    int[] codePoints = token.codePoints().toArray();
    int[] expansion = STANDARD.find(codePoints, 0, codePoints.length);
    return expansion == null ? token : new String(expansion, 0, expansion.length);
  }

  static Teencode standard() {
    return STANDARD;
  }

  /** Returns a table without any shorthand. */
  static Teencode none() {
    return NONE;
  }

  /** Returns the expansion of the token in {@code [from, to)}, which the caller must not change. */
  int @Nullable [] find(int[] codePoints, int from, int to) {
    int slot = hash(codePoints, from, to) & mask;
    for (int[] key = keys[slot]; key != null; key = keys[slot]) {
      if (Arrays.equals(key, 0, key.length, codePoints, from, to)) {
        return expansions[slot];
      }
      slot = (slot + 1) & mask;
    }
    return null;
  }

  private static int hash(int[] codePoints, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = (hash ^ codePoints[i]) * 0x9E3779B1;
      hash ^= hash >>> 15;
    }
    return hash;
  }

  private static Teencode read(String resource) {
    try (InputStream in = Teencode.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource: " + resource + " (expected: beside the class)");
      }
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Teencode(table.lines().filter(line -> line.indexOf('\t') > 0).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
