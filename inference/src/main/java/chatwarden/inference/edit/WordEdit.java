package chatwarden.inference.edit;

/**
 * The edit of a word.
 *
 * @param text the replacement, for {@link Kind#REPLACE} alone; else empty
 */
record WordEdit(Kind kind, String text) {
  static final WordEdit KEEP = new WordEdit(Kind.KEEP, "");
  static final WordEdit DELETE = new WordEdit(Kind.DELETE, "");

  /** Replaces by a word that the language model chooses. */
  static final WordEdit FILL = new WordEdit(Kind.FILL, "");

  enum Kind {
    KEEP,
    DELETE,
    FILL,
    REPLACE
  }

  /** Returns the edit to a form, of which an empty one deletes. */
  static WordEdit to(String form) {
    return form.isEmpty() ? DELETE : new WordEdit(Kind.REPLACE, form);
  }

  @Override
  public String toString() {
    return kind.name(); // Texts never reach a log.
  }
}
