package chatwarden.inference.rewriter;

import java.util.List;

/**
 * A rewriter's answer to one text.
 *
 * @param rewrite the proposal; the text itself for {@code UNCHANGED}, empty for {@code
 *     CANNOT_REWRITE}
 * @param obstacle what keeps the text from being rewritten; {@link RewriteObstacle#NONE} for other
 *     verdicts than {@code CANNOT_REWRITE}
 * @param candidates those that stage 1 was asked about, the best first
 */
public record Rewriting(
    RewriteVerdict verdict,
    String rewrite,
    RewriteObstacle obstacle,
    List<RewriteCandidate> candidates) {

  public Rewriting {
    candidates = List.copyOf(candidates);
  }

  /** Returns the answer to a text in which nothing is offensive. */
  public static Rewriting unchanged(String text) {
    return new Rewriting(RewriteVerdict.UNCHANGED, text, RewriteObstacle.NONE, List.of());
  }

  /** Returns the answer to a text without a proposal. */
  public static Rewriting impossible(RewriteObstacle obstacle) {
    return new Rewriting(RewriteVerdict.CANNOT_REWRITE, "", obstacle, List.of());
  }

  /** Returns the answer whose proposal is the first of {@code candidates}. */
  public static Rewriting of(List<RewriteCandidate> candidates) {
    return new Rewriting(
        RewriteVerdict.REWRITTEN, candidates.getFirst().text(), RewriteObstacle.NONE, candidates);
  }

  @Override
  public String toString() {
    return "Rewriting[verdict=" + verdict + "]"; // Texts never reach a log.
  }
}
