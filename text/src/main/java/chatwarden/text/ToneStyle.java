package chatwarden.text;

/**
 * The place of the tone of an open Vietnamese syllable in {@code oa}, {@code oe} and {@code uy}: on
 * the first vowel in the old style ({@code hòa}), on the second in the new one ({@code hoà}).
 */
public final class ToneStyle {
  private static final String FIRST = "òóỏõọùúủũụ";
  private static final String PLAIN_FIRST = "ou";
  private static final String SECOND = "àáảãạèéẻẽẹỳýỷỹỵ";
  private static final String PLAIN_SECOND = "aey";
  private static final int TONES = 5;

  private ToneStyle() {}

  /**
   * Returns a word in the other style, or as it is where both write it alike.
   *
   * @param word one word in lower case and NFC
   */
  public static String other(String word) {
    int last = word.length() - 1;
    if (last < 1) {
      return word;
    }
    char first = word.charAt(last - 1);
    char second = word.charAt(last);
    String moved = moved(first, second);
    return moved.isEmpty() ? word : word.substring(0, last - 1) + moved;
  }

  /** Returns the two vowels with the tone on the other one; empty where it does not move. */
  private static String moved(char first, char second) {
    int old = FIRST.indexOf(first);
    int plainSecond = PLAIN_SECOND.indexOf(second);
    if (old >= 0 && plainSecond >= 0) {
      char plain = PLAIN_FIRST.charAt(old / TONES);
      char toned = SECOND.charAt(plainSecond * TONES + old % TONES);
      return pair(plain, toned, plain, second);
    }
    int recent = SECOND.indexOf(second);
    int plainFirst = PLAIN_FIRST.indexOf(first);
    if (recent >= 0 && plainFirst >= 0) {
      char plain = PLAIN_SECOND.charAt(recent / TONES);
      char toned = FIRST.charAt(plainFirst * TONES + recent % TONES);
      return pair(toned, plain, first, plain);
    }
    return "";
  }

  private static String pair(char first, char second, char plainFirst, char plainSecond) {
    boolean moves =
        plainFirst == 'o' ? plainSecond == 'a' || plainSecond == 'e' : plainSecond == 'y';
    return moves ? "" + first + second : "";
  }
}
