package chatwarden.trainer.stageone;

/** A kind of classifier that can be trained. */
public enum StageOneKind {
  /** Logistic regression over hashed n-grams. */
  LINEAR,
  /** Logistic regression over averaged embeddings of words and parts of words. */
  SUBWORD
}
