package chatwarden.domain.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The language that the comments of a chat are judged in. */
public final class ChatLanguage {

  /** Has the language detected comment by comment. */
  public static final String AUTO = "auto";

  private static final List<String> CHOICES = List.of(AUTO, "vi", "en");

  /** The part of an input that is shown: only the name of a language. */
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9-]{1,35}");

  private ChatLanguage() {}

  /** Returns the problem of {@code language}, as a message says it; empty is none. */
  public static Optional<String> problem(String language) {
    if (language.isEmpty() || CHOICES.contains(language)) {
      return Optional.empty();
    }
    String shown = TAG.matcher(language).matches() ? language : "not a language";
    return Optional.of(shown + " (expected: one of " + CHOICES + ")");
  }
}
