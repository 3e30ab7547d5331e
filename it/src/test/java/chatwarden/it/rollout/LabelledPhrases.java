package chatwarden.it.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Invented English comments, each with the label that a moderator gives it. */
final class LabelledPhrases {

  /** Words that all of them have. */
  static final String EVERYWHERE = "that was such a";

  private static final Map<String, List<String>> WORDS =
      Map.of(
          "CLEAN", List.of("lovely", "brilliant", "friendly"),
          "OFFENSIVE", List.of("stupid", "idiotic", "dumb"),
          "HATE", List.of("vermin", "subhuman", "parasite"));

  private static final List<String> SUBJECTS =
      List.of(
          "stream", "match", "song", "player", "team", "caster", "replay", "guest", "dance",
          "round", "crowd", "referee");

  private static final List<String> PLACES =
      List.of(
          "tonight",
          "this morning",
          "in the finals",
          "on the big map",
          "from the north",
          "after the break",
          "for the third time",
          "with the new rules",
          "before the rain",
          "at the summer event");

  private LabelledPhrases() {}

  /**
   * A comment.
   *
   * @param label that of a moderator
   */
  record Phrase(String text, String label) {

    /** Returns the text with another label. */
    Phrase as(String other) {
      return new Phrase(text, other);
    }
  }

  /** Returns {@code count} comments of a label, all different, from the {@code first} one on. */
  static List<Phrase> of(String label, int first, int count) {
    List<String> words = WORDS.getOrDefault(label, List.of());
    List<Phrase> phrases = new ArrayList<>(count);
    for (int i = first; i < first + count; i++) {
      String word = words.get(i % words.size());
      String subject = SUBJECTS.get(i / words.size() % SUBJECTS.size());
      String place = PLACES.get(i / (words.size() * SUBJECTS.size()) % PLACES.size());
      phrases.add(new Phrase(String.join(" ", EVERYWHERE, word, subject, place), label));
    }
    return phrases;
  }

  /** Returns the comments as CSV with the columns text and label. */
  static String csv(List<Phrase> phrases) {
    StringBuilder csv = new StringBuilder("text,label\n");
    phrases.forEach(each -> csv.append(each.text()).append(',').append(each.label()).append('\n'));
    return csv.toString();
  }
}
