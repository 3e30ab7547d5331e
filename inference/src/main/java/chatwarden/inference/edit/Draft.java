package chatwarden.inference.edit;

/**
 * A candidate before it is scored.
 *
 * @param method the name of the generator that made it
 * @param support the mean log probability of its edits by the network; 0 where it has none
 * @param keptShare the share of the unmarked words of the text that it keeps or replaces
 * @param content the part of it that has to carry content: all but words that the language model
 *     chose
 */
record Draft(String text, String method, double support, double keptShare, String content) {

  @Override
  public String toString() {
    return "Draft[method=" + method + "]"; // Texts never reach a log.
  }
}
