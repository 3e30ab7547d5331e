package chatwarden.mlops.stageone;

import java.util.Locale;

/** A kind of classifier that can be trained. */
public enum StageOneKind {
  /** Logistic regression over hashed n-grams. */
  LINEAR,
  /** Logistic regression over averaged embeddings of words and parts of words. */
  SUBWORD;

  /** Returns the name of the model of this kind for a language. */
  public String modelName(String language) {
    return language + "-" + name().toLowerCase(Locale.ROOT);
  }
}
