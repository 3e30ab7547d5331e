package chatwarden.domain.policy;

/**
 * A group of a pattern as far as it is read: its size, and that of its last item, which a count
 * would repeat. Sizes stop growing long before they overflow. Used by one thread.
 */
final class PatternGroup {

  private static final long HUGE = Long.MAX_VALUE / 10_000;

  private long product = 1;
  private long length;
  private long lastProduct = 1;
  private long lastLength;

  long product() {
    return product;
  }

  long length() {
    return length;
  }

  void add(long itsProduct, long itsLength) {
    product = Math.max(product, itsProduct);
    length = Math.min(HUGE, length + itsLength);
    lastProduct = itsProduct;
    lastLength = itsLength;
  }

  void repeat(int count) {
    long repeated = Math.clamp(lastLength * count, 1, HUGE);
    length = Math.min(HUGE, length - lastLength + repeated);
    lastLength = repeated;
    lastProduct = Math.min(HUGE, lastProduct * Math.max(1, count));
    product = Math.max(product, lastProduct);
  }

  /** Returns the greater count of {@code n}, {@code n,} or {@code n,m}; else -1. */
  static int count(String text) {
    int comma = text.indexOf(',');
    String least = comma < 0 ? text : text.substring(0, comma);
    String most = comma < 0 || comma == text.length() - 1 ? least : text.substring(comma + 1);
    return isNumber(least) && isNumber(most)
        ? Math.max(Integer.parseInt(least), Integer.parseInt(most))
        : -1;
  }

  /** RE2 takes a number with leading zeros for text. */
  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.length() <= 4
        && (digits.length() == 1 || digits.charAt(0) != '0')
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
