package chatwarden.policy;

import java.util.List;
import java.util.Optional;

/** The language that the comments of a chat are judged in. */
public final class ChatLanguage {

  /** Has the language detected comment by comment. */
  public static final String AUTO = "auto";

  private static final List<String> CHOICES = List.of(AUTO, "vi", "en");

  private ChatLanguage() {}

  /** Returns the problem of {@code language}, as a message says it; empty is none. */
  public static Optional<String> problem(String language) {
    return language.isEmpty() || CHOICES.contains(language)
        ? Optional.empty()
        : Optional.of("unknown language (expected: one of " + CHOICES + ")");
  }
}
