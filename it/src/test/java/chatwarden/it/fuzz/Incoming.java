package chatwarden.it.fuzz;

import java.io.IOException;
import java.io.InputStream;

/** What a server sends. */
final class Incoming {
  private static final int MOST = 16 * 1024;

  private Incoming() {}

  /** Everything up to {@code mark}, with it, or up to the end. */
  static String until(String mark, InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < MOST && !endsWith(text, mark)) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  private static boolean endsWith(StringBuilder text, String mark) {
    int begin = text.length() - mark.length();
    return begin >= 0 && text.indexOf(mark, begin) == begin;
  }
}
