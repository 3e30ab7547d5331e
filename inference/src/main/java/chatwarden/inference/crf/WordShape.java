package chatwarden.inference.crf;

/** How a word was written: a small code of its case, its kinds of characters and its length. */
final class WordShape {

  private WordShape() {}

  /** The code of the word in {@code [from, to)}, not empty. */
  static int of(int[] original, int from, int to) {
    int upper = 0;
    int lower = 0;
    int digit = 0;
    int other = 0;
    for (int i = from; i < to; i++) {
      int c = original[i];
      if (Character.isUpperCase(c)) {
        upper++;
      } else if (Character.isLetter(c)) {
        lower++;
      } else if (Character.isDigit(c)) {
        digit++;
      } else {
        other++;
      }
    }
    boolean leads = Character.isUpperCase(original[from]);
    int casing = upper == 0 ? 0 : upper == 1 && leads ? 1 : lower == 0 ? 2 : 3;
    return casing
        | (lower + upper > 0 ? 4 : 0)
        | (digit > 0 ? 8 : 0)
        | (other > 0 ? 16 : 0)
        | Math.min(to - from, 7) << 5;
  }

  /** The code without the length. */
  static int rough(int shape) {
    return shape & 31;
  }
}
