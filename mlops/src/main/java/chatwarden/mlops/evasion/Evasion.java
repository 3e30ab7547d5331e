package chatwarden.mlops.evasion;

import chatwarden.text.Diacritics;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes obfuscated copies of texts. The same text, kind and seed give the same copy. A text that
 * offers a kind no hold comes back as it is.
 */
public final class Evasion {
  private static final List<String> INVISIBLE =
      List.of("\u200b", "\u200c", "\u200d", "\u2060", "\u00ad");
  private static final List<String> SIGNS = List.of(".", "-", "_", "*");
  private static final int SHORTEST_SPELLED = 3;
  private static final int MATHEMATICAL_BOLD_A = 0x1D41A;

  private final SplittableRandom random;

  private Evasion(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns {@code text} obfuscated in the way {@code kind}. */
  public static String obfuscate(String text, EvasionKind kind, long seed) {
    Evasion evasion = new Evasion(seed * 31 + text.hashCode());
    return switch (kind) {
      case DROPPED_DIACRITICS -> Diacritics.strip(text);
      case SPACED_LETTERS -> evasion.spell(text, " ");
      case DOTTED_LETTERS -> evasion.spell(text, evasion.any(SIGNS));
      case LEETSPEAK -> evasion.letters(text, 0.5, (c, edge) -> edge ? c : Leet.of(c));
      case REPEATED_LETTERS -> evasion.letters(text, 0.15, (c, edge) -> evasion.stretched(c));
      case HOMOGLYPHS -> evasion.letters(text, 0.5, (c, edge) -> Lookalike.of(c));
      case ZERO_WIDTH -> evasion.letters(text, 0.3, (c, edge) -> c + evasion.any(INVISIBLE));
      case TEENCODE -> evasion.shorten(text);
      case MIXED_CASE -> evasion.letters(text, 0.5, (c, edge) -> c.toUpperCase(Locale.ROOT));
      case UNICODE_FORM -> evasion.reform(text);
    };
  }

  /** Returns {@code text} obfuscated in a way that its hash and {@code seed} choose. */
  public static String obfuscate(String text, long seed) {
    EvasionKind[] kinds = EvasionKind.values();
    int choice = new SplittableRandom(seed * 37 + text.hashCode()).nextInt(kinds.length);
    return obfuscate(text, kinds[choice], seed);
  }

  private interface LetterChange {
    /** Returns the replacement of a letter; {@code edge} at the start and the end of a word. */
    String of(String letter, boolean edge);
  }

  private String letters(String text, double share, LetterChange change) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    StringBuilder out = new StringBuilder();
    int[] codePoints = composed.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      String letter = Character.toString(codePoints[i]);
      if (Character.isLetter(codePoints[i]) && random.nextDouble() < share) {
        boolean edge =
            i == 0
                || i + 1 == codePoints.length
                || !Character.isLetter(codePoints[i - 1])
                || !Character.isLetter(codePoints[i + 1]);
        out.append(change.of(letter, edge));
      } else {
        out.append(letter);
      }
    }
    return out.toString();
  }

  private String spell(String text, String separator) {
    String[] words = Normalizer.normalize(text, Normalizer.Form.NFC).split(" ", -1);
    List<Integer> candidates = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      if (words[i].length() >= SHORTEST_SPELLED
          && words[i].codePoints().allMatch(Character::isLetter)) {
        candidates.add(i);
      }
    }
    for (int k = 0; k < 2 && !candidates.isEmpty(); k++) {
      int word = candidates.remove(random.nextInt(candidates.size()));
      words[word] =
          String.join(separator, words[word].codePoints().mapToObj(Character::toString).toList());
    }
    return String.join(" ", words);
  }

  private String stretched(String letter) {
    return letter.repeat(random.nextInt(3, 6));
  }

  private String shorten(String text) {
    String out = text;
    for (Shorthand shorthand : Shorthand.KNOWN) {
      out = shorthand.replaceIn(out);
    }
    return out;
  }

  private String reform(String text) {
    if (random.nextBoolean()) {
      return Normalizer.normalize(text, Normalizer.Form.NFD);
    }
    return letters(text, 0.5, (c, edge) -> mathematical(c));
  }

  private static String mathematical(String letter) {
    int c = letter.codePointAt(0);
    return c >= 'a' && c <= 'z' ? Character.toString(MATHEMATICAL_BOLD_A + c - 'a') : letter;
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
