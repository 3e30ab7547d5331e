package chatwarden.text;

/**
 * Recognises web addresses: with a scheme, with {@code www.}, or a bare name of a common domain.
 */
final class WebAddress {
  private static final String[] PREFIXES = {"http://", "https://", "www."};
  private static final String[] DOMAINS = {
    "com", "net", "org", "vn", "ly", "be", "gl", "me", "co", "tv", "io", "gg", "info"
  };

  private WebAddress() {}

  /** Returns where the address that starts at {@code from} ends; {@code from} if there is none. */
  static int end(CodePointBuffer text, int from) {
    int c = text.codePoints[from];
    if ((c == 'h' || c == 'w') && hasPrefix(text, from)) {
      return chunkEnd(text, from);
    }
    int name = from;
    while (name < text.size && isNameCharacter(text.codePoints[name])) {
      name++;
    }
    if (name == from || name + 2 >= text.size || text.codePoints[name] != '.') {
      return from;
    }
    return bareName(text, from, name) ? chunkEnd(text, from) : from;
  }

  private static boolean hasPrefix(CodePointBuffer text, int from) {
    for (String prefix : PREFIXES) {
      if (matches(text, from, prefix) && from + prefix.length() < text.size) {
        return CharacterKind.of(text.codePoints[from + prefix.length()]).inWord();
      }
    }
    return false;
  }

  private static boolean bareName(CodePointBuffer text, int from, int firstDot) {
    boolean dotted = from < firstDot - 1;
    int dot = firstDot;
    while (dotted && dot < text.size && text.codePoints[dot] == '.') {
      int end = dot + 1;
      while (end < text.size && isNameCharacter(text.codePoints[end])) {
        end++;
      }
      boolean path = end < text.size && text.codePoints[end] == '/';
      boolean last = end == text.size || !CharacterKind.of(text.codePoints[end]).inWord();
      if (last && (path || end - dot > 3) && isDomain(text, dot + 1, end)) {
        return true;
      }
      dot = end;
    }
    return false;
  }

  private static boolean isDomain(CodePointBuffer text, int from, int to) {
    for (String domain : DOMAINS) {
      if (domain.length() == to - from && matches(text, from, domain)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(CodePointBuffer text, int from, String ascii) {
    if (from + ascii.length() > text.size) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (text.codePoints[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }

  private static int chunkEnd(CodePointBuffer text, int from) {
    int end = from;
    while (end < text.size && CharacterKind.of(text.codePoints[end]) != CharacterKind.SPACE) {
      end++;
    }
    return end;
  }
}
