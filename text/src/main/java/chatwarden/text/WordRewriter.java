package chatwarden.text;

import static chatwarden.text.CharacterKind.DIGIT;
import static chatwarden.text.CharacterKind.LETTER;
import static chatwarden.text.CharacterKind.MARK;
import static chatwarden.text.CharacterKind.OTHER;
import static chatwarden.text.CharacterKind.SPACE;

import org.jspecify.annotations.Nullable;

/**
 * Rewrites one word: letters that were spaced or dotted are joined, and so are parts that one sign
 * cuts off; signs and digits are read as letters, repeated letters are squeezed, shorthand is
 * expanded. For one text on one thread.
 */
final class WordRewriter {
  private static final int SPELLED_BY_SPACE = 3;
  private static final int SPELLED_BY_SIGN = 3;

  /** The most letters of a word that is joined where one sign cuts it. */
  private static final int LONGEST_CUT = 10;

  private final CodePointBuffer in;
  private final int[] cps;
  private final CodePointBuffer out;
  private final Teencode shorthand;

  private boolean revealed;

  /** What {@link #rewrite} works on. */
  private @Nullable CodePointBuffer space;

  WordRewriter(CodePointBuffer in, CodePointBuffer out, Teencode shorthand) {
    this.in = in;
    this.cps = in.codePoints;
    this.out = out;
    this.shorthand = shorthand;
  }

  /**
   * Writes the word that starts at {@code from}, if it is one in which {@link #rewrite} would find
   * nothing to do but to look for shorthand, and returns where it ends; else returns {@code from}.
   * Such are most words: two or more letters, none stretched, and after them no sign that could
   * belong to the word or to a web address.
   */
  int copy(int from) {
    int mark = out.size;
    int end = from;
    int run = 0;
    while (end < in.size && CharacterKind.of(cps[end]) == LETTER) {
      run = end > from && cps[end] == cps[end - 1] ? run + 1 : 1;
      if (run == RepeatedLetters.STRETCHED) {
        break;
      }
      out.add(cps[end], in.starts[end], in.ends[end]);
      end++;
    }
    if (run == RepeatedLetters.STRETCHED || end - from < 2 || (end < in.size && !parts(cps[end]))) {
      out.size = mark;
      return from;
    }
    int @Nullable [] expansion = shorthand.find(out.codePoints, mark, out.size);
    if (expansion != null) {
      out.size = mark;
      out.addAll(expansion, in.starts[from], in.ends[end - 1]);
    }
    return end;
  }

  /** Returns whether {@code c} after letters ends their word and makes it no web address. */
  private static boolean parts(int c) {
    return switch (CharacterKind.of(c)) {
      case SPACE -> true;
      case OTHER -> c != '.' && c != ':' && c != '-' && c != '_' && !isMaskSign(c);
      case LETTER, MARK, DIGIT -> false;
    };
  }

  /** Rewrites the word that starts at {@code from} and returns where it ends. */
  int rewrite(int from) {
    if (space == null) {
      space = new CodePointBuffer(16);
    }
    CodePointBuffer word = space;
    word.size = 0;
    int end = from;
    if (isSingleLetter(from)) {
      end = spelled(from, word);
    }
    if (end == from) {
      end = plain(from, word);
    }
    squeeze(word);
    write(word);
    return end;
  }

  /** Returns whether letters of a word were found apart, or as digits and signs. */
  boolean hasRevealed() {
    return revealed;
  }

  private boolean isSingleLetter(int at) {
    return CharacterKind.of(cps[at]) == LETTER
        && (at == 0 || !kind(at - 1).inWord())
        && (at + 1 >= in.size || !kind(at + 1).inWord());
  }

  /** Gathers letters that one and the same separator parts; returns {@code from} if too few. */
  private int spelled(int from, CodePointBuffer word) {
    int separator = from + 1 < in.size ? cps[from + 1] : 0;
    boolean space = separator != 0 && CharacterKind.of(separator) == SPACE;
    if (!space && !isSpellingSign(separator)) {
      return from;
    }
    int letters = 1;
    int at = from;
    while (at + 2 < in.size && cps[at + 1] == separator && isSingleLetter(at + 2)) {
      at += 2;
      letters++;
    }
    if (letters < (space ? SPELLED_BY_SPACE : SPELLED_BY_SIGN) && !isShorthand(from, at, space)) {
      return from;
    }
    revealed = true;
    for (int i = from; i <= at; i += 2) {
      word.add(cps[i], in.starts[i], in.ends[i]);
    }
    return at + 1;
  }

  /** Two letters parted by a sign are joined where shorthand is written so. */
  private boolean isShorthand(int from, int at, boolean space) {
    return !space
        && at == from + 2
        && Teencode.standard().find(new int[] {cps[from], cps[at]}, 0, 2) != null;
  }

  private int plain(int from, CodePointBuffer word) {
    int end = beginsWithMask(from) ? from + 1 : from;
    int cut = cut(from);
    boolean letters = false;
    while (end < in.size) {
      CharacterKind kind = kind(end);
      if (!kind.inWord() && end != cut && !isMask(end, letters)) {
        break;
      }
      letters |= kind == LETTER;
      end++;
    }
    revealed |= cut >= 0;
    for (int i = from; i < end; i++) {
      if (i != cut) {
        int c = letters ? Leetspeak.letter(cps, i, from, end) : cps[i];
        revealed |= c != cps[i];
        word.add(c, in.starts[i], in.ends[i]);
      }
    }
    return end;
  }

  /**
   * Finds the one sign that cuts the word at {@code from} into two parts of letters, one of them
   * without a vowel and so no word of its own, as in "bi.tch"; returns -1 without one.
   */
  private int cut(int from) {
    int sign = lettersEnd(from);
    if (sign == from || sign + 1 >= in.size || !isCuttingSign(cps[sign])) {
      return -1;
    }
    int end = lettersEnd(sign + 1);
    boolean whole =
        end == in.size || kind(end) == SPACE || kind(end) == OTHER && !isCuttingSign(cps[end]);
    boolean fragment = !hasVowel(from, sign) || !hasVowel(sign + 1, end);
    boolean joined = whole && fragment && end > sign + 1 && end - from <= LONGEST_CUT;
    return joined ? sign : -1;
  }

  private int lettersEnd(int from) {
    int end = from;
    while (end < in.size && kind(end) == LETTER) {
      end++;
    }
    return end;
  }

  private boolean hasVowel(int from, int end) {
    for (int i = from; i < end; i++) {
      if (RepeatedLetters.isVowel(Diacritics.base(cps[i]))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCuttingSign(int c) {
    return c == '.' || c == '-' || c == '_';
  }

  /** Returns whether the word at {@code at} begins with a dollar that replaces a letter. */
  boolean beginsWithMask(int at) {
    return cps[at] == '$' && (at == 0 || kind(at - 1) == SPACE) && lettersEnd(at + 1) > at + 2;
  }

  /** Returns whether a sign between two letters hides or replaces a letter. */
  private boolean isMask(int at, boolean inWord) {
    return inWord
        && isMaskSign(cps[at])
        && at + 1 < in.size
        && kind(at + 1) == LETTER
        && kind(at - 1) == LETTER;
  }

  private static boolean isMaskSign(int c) {
    return c == '*' || c == '$' || c == '@' || c == '!' || c == '+';
  }

  private static void squeeze(CodePointBuffer word) {
    int kept = 0;
    for (int i = 0; i < word.size; ) {
      int c = word.codePoints[i];
      int run = i + 1;
      while (run < word.size && word.codePoints[run] == c) {
        run++;
      }
      int count = run - i;
      boolean mark = run < word.size && CharacterKind.of(word.codePoints[run]) == MARK;
      boolean letter = CharacterKind.of(c) == LETTER && !mark;
      int before = kept == 0 ? 0 : word.codePoints[kept - 1];
      int after = run < word.size ? word.codePoints[run] : 0;
      int keep = letter ? RepeatedLetters.kept(c, count, before, after) : count;
      for (int k = 0; k < keep; k++, kept++) {
        word.codePoints[kept] = c;
        word.starts[kept] = word.starts[i + k];
        word.ends[kept] = word.ends[k == keep - 1 ? run - 1 : i + k];
      }
      i = run;
    }
    word.size = kept;
  }

  private void write(CodePointBuffer word) {
    int @Nullable [] expansion = shorthand.find(word.codePoints, 0, word.size);
    if (expansion != null) {
      out.addAll(expansion, word.starts[0], word.ends[word.size - 1]);
      return;
    }
    for (int i = 0; i < word.size; i++) {
      out.add(word.codePoints[i], word.starts[i], word.ends[i]);
    }
  }

  private static boolean isSpellingSign(int c) {
    return c == '.' || c == '-' || c == '_' || c == '*' || c == '|' || c == '/' || c == ','
        || c == '+' || c == '~';
  }

  private CharacterKind kind(int at) {
    return CharacterKind.of(cps[at]);
  }

  static boolean isDigit(int c) {
    return CharacterKind.of(c) == DIGIT;
  }
}
