package chatwarden.text;

/** HTML character references as they stand in exported chats and tweets. */
final class HtmlReference {
  private HtmlReference() {}

  /**
   * Returns the code point that {@code name}, the part between {@code &} and {@code ;}, refers to,
   * or -1 if it is none of the common names, no number, or not a sign of its own.
   */
  static int codePoint(String name) {
    return switch (name) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      case "nbsp" -> ' ';
      default -> name.startsWith("#") ? number(name.substring(1)) : -1;
    };
  }

  private static int number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int codePoint = Integer.parseInt(digits);
    if (codePoint < ' ' || codePoint > Character.MAX_CODE_POINT) {
      return -1;
    }
    boolean sign = CharacterKind.of(codePoint) == CharacterKind.OTHER;
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return sign && !surrogate && CaseAndForm.startsSegment(codePoint) ? codePoint : -1;
  }
}
