package chatwarden.serving.door;

/** Says in which language a text is written. Safe for use by many threads. */
@FunctionalInterface
public interface LanguageDetector {

  /** The BCP 47 primary subtag of the language of {@code text}; empty when it cannot tell. */
  String detect(String text);
}
