package chatwarden.text;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Letters of other scripts that look like Latin ones, replaced where they pose as such: in a text
 * that has Latin letters, every word whose foreign letters all look Latin. What looks alike is
 * Unicode's confusables data (UTS #39) as ICU's skeletons give it.
 */
final class Homoglyphs {
  private static final int CYRILLIC_CAPITAL_I = 0x0406;
  private static final int GREEK_CAPITAL_I = 0x0399;
  private static final EnumSet<UnicodeScript> POSING =
      EnumSet.of(
          UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK,
          UnicodeScript.ARMENIAN,
          UnicodeScript.CHEROKEE,
          UnicodeScript.COPTIC,
          UnicodeScript.LISU,
          UnicodeScript.DESERET,
          UnicodeScript.OLD_ITALIC);

  private Homoglyphs() {}

  /** Whether {@code c}, as it came or folded, may be replaced in some text. */
  static boolean mayPose(int c) {
    return c == CYRILLIC_CAPITAL_I || isForeign(c);
  }

  /**
   * Replaces the Cyrillic and the Greek capital I where they stand beside a small Latin letter:
   * there they look like an l, which lower case would hide. To be called before case is folded.
   */
  static void revealL(CodePointBuffer original) {
    int[] cps = original.codePoints;
    for (int i = 0; i < original.size; i++) {
      if ((cps[i] == CYRILLIC_CAPITAL_I || cps[i] == GREEK_CAPITAL_I)
          && (i + 1 == original.size || CaseAndForm.startsSegment(cps[i + 1]))
          && (isSmallLatin(original, letterBefore(original, i)) || isSmallLatin(original, i + 1))) {
        cps[i] = 'l';
      }
    }
  }

  /** Returns the place of the letter that the marks before {@code at} belong to; -1 if nowhere. */
  private static int letterBefore(CodePointBuffer text, int at) {
    int before = at - 1;
    while (before >= 0 && CharacterKind.of(text.codePoints[before]) == CharacterKind.MARK) {
      before--;
    }
    return before;
  }

  private static boolean isSmallLatin(CodePointBuffer text, int at) {
    if (at < 0 || at >= text.size) {
      return false;
    }
    int c = text.codePoints[at];
    return Character.isLowerCase(c) && UnicodeScript.of(c) == UnicodeScript.LATIN;
  }

  /**
   * Returns {@code text}, or a folded copy with the posing letters replaced. To be called on
   * composed text before case is folded, as capitals look otherwise than their small letters, and
   * again on what compatibility forms unfold to.
   */
  static CodePointBuffer toLatin(CodePointBuffer text) {
    boolean foreign = false;
    boolean latin = false;
    for (int i = 0; i < text.size; i++) {
      int c = text.codePoints[i];
      latin |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isSmallCapital(c);
      foreign |= c > 0x24F && isForeign(c);
    }
    return foreign && latin ? replace(text) : text;
  }

  private static CodePointBuffer replace(CodePointBuffer text) {
    CodePointBuffer replaced = new CodePointBuffer(text.size);
    for (int i = 0; i < text.size; ) {
      int end = i;
      boolean poses = true;
      while (end < text.size && CharacterKind.of(text.codePoints[end]).inWord()) {
        int c = text.codePoints[end];
        poses &= !isForeign(c) || Lookalikes.latin(c) != c;
        end++;
      }
      end = Math.max(end, i + 1);
      for (; i < end; i++) {
        int c = text.codePoints[i];
        replaced.add(poses ? Lookalikes.latin(c) : c, text.starts[i], text.ends[i]);
      }
    }
    return CaseAndForm.fold(replaced);
  }

  /** Latin letters of phonetic alphabets: a word of them alone is Latin in disguise. */
  private static boolean isSmallCapital(int c) {
    return c > 0x24F && (c <= 0x2AF || isPhonetic(c)) && UnicodeScript.of(c) == UnicodeScript.LATIN;
  }

  private static boolean isForeign(int c) {
    if (c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF) || CharacterKind.of(c) != CharacterKind.LETTER) {
      return false;
    }
    return c <= 0x2AF || POSING.contains(UnicodeScript.of(c)) || isPhonetic(c);
  }

  private static boolean isPhonetic(int c) {
    return (c >= 0x1D00 && c <= 0x1DBF) || (c >= 0xA720 && c <= 0xA7FF);
  }

  /** Loaded with the first foreign letter that is met. */
  private static final class Lookalikes {
    private static final Normalizer2 COMPOSE = Normalizer2.getNFCInstance();
    private static final String SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL ";
    private static final Normalizer2 DECOMPOSE = Normalizer2.getNFDInstance();

    /**
     * The Greek small dotted lunate sigma, which Unicode's data leave out, and capitals that they
     * take for a small l.
     */
    private static final Map<Integer, Integer> OTHERWISE =
        Map.of(0x37C, (int) 'c', GREEK_CAPITAL_I, (int) 'i', CYRILLIC_CAPITAL_I, (int) 'i');

    private static final Map<Integer, Integer> LATIN = read();

    static int latin(int c) {
      return isForeign(c) ? LATIN.getOrDefault(c, c) : c;
    }

    private static Map<Integer, Integer> read() {
      SpoofChecker confusables = new SpoofChecker.Builder().build();
      Map<String, Integer> letters = new HashMap<>();
      for (int letter = 'a'; letter <= 'z'; letter++) {
        letters.put(confusables.getSkeleton(Character.toString(letter)), letter);
        letters.putIfAbsent(
            confusables.getSkeleton(Character.toString(letter - 'a' + 'A')), letter);
      }
      Map<Integer, Integer> latin = new HashMap<>(OTHERWISE);
      for (int c = 0x250; c <= 0x1FFFF; c++) {
        if (isForeign(c)) {
          Integer letter = smallCapital(c);
          letter = letter == null ? lookalike(confusables, letters, c) : letter;
          if (letter != null) {
            latin.putIfAbsent(c, letter);
          }
        }
      }
      return latin;
    }

    /** The letter that Unicode's name of {@code c} says it is a small capital of. */
    private static @Nullable Integer smallCapital(int c) {
      String name = Character.getName(c);
      boolean named = name != null && name.startsWith(SMALL_CAPITAL);
      return named && name.length() == SMALL_CAPITAL.length() + 1
          ? Character.toLowerCase(name.codePointAt(SMALL_CAPITAL.length()))
          : null;
    }

    /** A letter with marks looks like its base with the same marks, where that is one letter. */
    private static @Nullable Integer lookalike(
        SpoofChecker confusables, Map<String, Integer> letters, int c) {
      String parts = DECOMPOSE.normalize(Character.toString(c));
      int base = parts.codePointAt(0);
      Integer letter = letters.get(confusables.getSkeleton(Character.toString(base)));
      if (letter == null) {
        String upper = Character.toString(Character.toUpperCase(base));
        letter = letters.get(confusables.getSkeleton(upper));
      }
      String marks = parts.substring(Character.charCount(base));
      if (letter == null || marks.isEmpty()) {
        return letter;
      }
      String composed = COMPOSE.normalize(Character.toString(letter) + marks);
      return composed.codePointCount(0, composed.length()) == 1 ? composed.codePointAt(0) : null;
    }
  }
}
