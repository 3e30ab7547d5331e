package chatwarden.inference.rewriter;

/** Whether a text has a polite form; the names are those of the API. */
public enum RewriteVerdict {
  /** It has. */
  REWRITTEN,
  /** Nothing in it is offensive. */
  UNCHANGED,
  /** It has none that the model found. */
  CANNOT_REWRITE
}
