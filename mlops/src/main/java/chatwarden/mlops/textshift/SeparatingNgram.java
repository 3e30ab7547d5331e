package chatwarden.mlops.textshift;

/**
 * A sequence of words that is more frequent in one window than in the other.
 *
 * @param words one word, or two parted by a space, as the normaliser reads them
 * @param reference the share of the reference's texts that have it, in [0, 1]
 * @param current the share of the current window's texts that have it, in [0, 1]
 * @param authors how many different authors used it in both windows together, at least {@link
 *     SharedNgrams#MIN_AUTHORS}
 */
public record SeparatingNgram(String words, double reference, double current, int authors) {
  /** Checks the number of authors. */
  public SeparatingNgram {
    if (authors < SharedNgrams.MIN_AUTHORS) {
      throw new IllegalArgumentException(
          "authors: " + authors + " (expected: >= " + SharedNgrams.MIN_AUTHORS + ")");
    }
  }
}
