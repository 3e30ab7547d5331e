package chatwarden.serving.rollout;

/** The two versions of a rollout. */
enum Side {
  /** The version that answered before. */
  CHAMPION,

  /** The version that is to take its place. */
  CHALLENGER;

  Side other() {
    return this == CHAMPION ? CHALLENGER : CHAMPION;
  }
}
