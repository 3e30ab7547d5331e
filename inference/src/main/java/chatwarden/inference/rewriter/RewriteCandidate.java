package chatwarden.inference.rewriter;

/**
 * A polite form of a text.
 *
 * @param method the name of the generator that made it
 * @param similarity how much of the meaning it keeps, in [0, 1]
 * @param strength 1 less its offensive probability by stage 1, in [0, 1]
 * @param fluency the geometric mean of the probabilities of its tokens by a language model, of
 *     those at its edits; the others count as usual ones; in [0, 1]
 * @param score what it is ranked by, comparable between the candidates of one text alone
 */
public record RewriteCandidate(
    String text, String method, double similarity, double strength, double fluency, double score) {

  /** Returns a candidate that is not ranked yet. */
  public static RewriteCandidate found(String text, String method) {
    return new RewriteCandidate(text, method, 0, 0, 0, 0);
  }

  @Override
  public String toString() {
    return "RewriteCandidate[method=" + method + "]"; // Texts never reach a log.
  }
}
