package chatwarden.mlops.evasion;

import com.ibm.icu.text.SpoofChecker;
import java.util.HashMap;
import java.util.Map;

/** Cyrillic letters that look like Latin ones, by the skeletons of Unicode's confusables. */
final class Lookalike {
  private static final int FIRST = 0x0400;
  private static final int LAST = 0x04FF;
  private static final Map<String, String> BY_SKELETON = new HashMap<>();
  private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().build();

  static {
    for (int c = FIRST; c <= LAST; c++) {
      String letter = Character.toString(c);
      BY_SKELETON.putIfAbsent(CONFUSABLES.getSkeleton(letter), letter);
    }
  }

  private Lookalike() {}

  static String of(String letter) {
    return BY_SKELETON.getOrDefault(CONFUSABLES.getSkeleton(letter), letter);
  }
}
