package chatwarden.text;

import static chatwarden.text.CharacterKind.LETTER;
import static chatwarden.text.CharacterKind.OTHER;
import static chatwarden.text.CharacterKind.SPACE;

/**
 * The second half of normalisation: walks over folded code points token by token and writes the
 * tokens as the models are to see them. For one text on one thread.
 */
final class TokenRewriter {
  private static final int[] URL = Normalizer.URL.codePoints().toArray();
  private static final int[] MENTION = Normalizer.MENTION.codePoints().toArray();

  /** How often a sign may follow itself. */
  private static final int SIGN_RUN = 2;

  private final CodePointBuffer in;
  private final int[] cps;
  private final CodePointBuffer out;
  private final WordRewriter words;

  TokenRewriter(CodePointBuffer folded, Teencode shorthand) {
    in = folded;
    cps = folded.codePoints;
    out = new CodePointBuffer(folded.size + 16);
    words = new WordRewriter(in, out, shorthand);
  }

  CodePointBuffer rewrite() {
    int i = 0;
    int spaceFrom = -1;
    while (i < in.size) {
      CharacterKind kind = CharacterKind.of(cps[i]);
      if (kind == SPACE) {
        spaceFrom = spaceFrom < 0 ? i : spaceFrom;
        i++;
        continue;
      }
      if (spaceFrom >= 0 && out.size > 0) {
        out.add(' ', in.starts[spaceFrom], in.ends[i - 1]);
      }
      spaceFrom = -1;
      i = kind == OTHER && !words.beginsWithMask(i) ? sign(i) : word(i);
    }
    return out;
  }

  /** Returns whether letters of a word were found apart, or as digits and signs. */
  boolean hasRevealed() {
    return words.hasRevealed();
  }

  private int word(int i) {
    int copied = words.copy(i);
    if (copied > i) {
      return copied;
    }
    int end = WebAddress.end(in, i);
    if (end > i) {
      out.addAll(URL, in.starts[i], in.ends[end - 1]);
      return end;
    }
    return words.rewrite(i);
  }

  private int sign(int i) {
    int c = cps[i];
    int end = c == '@' ? mentionEnd(i) : c == '&' ? reference(i) : i;
    if (c == '@' && end > i) {
      out.addAll(MENTION, in.starts[i], in.ends[end - 1]);
    }
    if (end > i) {
      return end;
    }
    int run = i + 1;
    while (run < in.size && cps[run] == c) {
      run++;
    }
    int kept = Math.min(run - i, SIGN_RUN);
    for (int k = 0; k < kept; k++) {
      out.add(c, in.starts[i + k], in.ends[k == kept - 1 ? run - 1 : i + k]);
    }
    return run;
  }

  private int mentionEnd(int at) {
    boolean inAddress = at > 0 && CharacterKind.of(cps[at - 1]).inWord();
    int end = at + 1;
    if (inAddress || end == in.size || CharacterKind.of(cps[end]) != LETTER) {
      return at;
    }
    while (end < in.size && (CharacterKind.of(cps[end]).inWord() || cps[end] == '_')) {
      end++;
    }
    return end;
  }

  /**
   * Writes the code point that an HTML character reference at {@code at} names, if one is there.
   */
  private int reference(int at) {
    int limit = Math.min(in.size, at + 10);
    int end = at + 1;
    while (end < limit && cps[end] != ';') {
      end++;
    }
    if (end >= limit || (end + 1 < in.size && !CaseAndForm.startsSegment(cps[end + 1]))) {
      return at;
    }
    int named = HtmlReference.codePoint(in.slice(at + 1, end));
    if (named < 0) {
      return at;
    }
    if (CharacterKind.of(named) != SPACE) {
      out.add(named, in.starts[at], in.ends[end]);
    } else if (out.size > 0 && out.last() != ' ') {
      out.add(' ', in.starts[at], in.ends[end]);
    }
    return end + 1;
  }
}
