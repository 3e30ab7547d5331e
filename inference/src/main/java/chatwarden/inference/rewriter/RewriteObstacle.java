package chatwarden.inference.rewriter;

/** What keeps a text from being rewritten; the names are those of the API. */
public enum RewriteObstacle {
  NONE,
  /** Nothing of content remains without the offence. */
  NOTHING_LEFT,
  /** Every candidate is more offensive than the text. */
  STILL_OFFENSIVE,
  /** No candidate keeps the names, numbers, links, mentions and negations of the text. */
  NO_CANDIDATE,
  /** It is offensive beyond the part that the model reads. */
  TOO_LONG,
  /** It is in a language that no model knows. */
  UNKNOWN_LANGUAGE
}
