package chatwarden.serving.rollout;

/**
 * A text that one version answered, for the other one to score.
 *
 * @param language the language that its call was answered in
 * @param question the number of the question among those that are compared
 * @param answeredBy the version that answered
 * @param answer its answer
 */
record ShadowText(
    RolloutPlan plan,
    RolloutTrial trial,
    String text,
    String language,
    int question,
    Side answeredBy,
    ComparedAnswer answer) {

  /** Returns whether the other version may score both together. */
  boolean goesWith(ShadowText other) {
    return trial == other.trial
        && answeredBy == other.answeredBy
        && question == other.question
        && language.equals(other.language)
        && plan.equals(other.plan);
  }

  @Override
  public String toString() {
    return "ShadowText[answeredBy=" + answeredBy + "]"; // Texts never reach a log.
  }
}
