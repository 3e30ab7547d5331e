package chatwarden.serving.door;

/** Says in which language a text is written. Safe for use by many threads. */
@FunctionalInterface
public interface LanguageIdentifier {

  /** The language of a text that no model knows. */
  String UNKNOWN = "und";

  /**
   * Returns the BCP 47 primary subtag of the language of {@code text}; {@value #UNKNOWN} where it
   * is surely one that no model knows; empty in doubt.
   */
  String detect(String text);
}
