package chatwarden.store.statistics;

import chatwarden.statistics.v1.CommentCounts;
import chatwarden.type.v1.Label;

/** Adds comments up. Used by one thread. */
final class CountsTally {

  private int comments;
  private int flagged;
  private int clean;
  private int offensive;
  private int hate;
  private int notJudged;
  private double coverage;

  void add(String label, boolean isFlagged, double share) {
    comments++;
    flagged += isFlagged ? 1 : 0;
    clean += label.equals(Label.CLEAN.name()) ? 1 : 0;
    offensive += label.equals(Label.OFFENSIVE.name()) ? 1 : 0;
    hate += label.equals(Label.HATE.name()) ? 1 : 0;
    notJudged += label.equals(Label.NOT_JUDGED.name()) ? 1 : 0;
    coverage += share;
  }

  int comments() {
    return comments;
  }

  int flagged() {
    return flagged;
  }

  CommentCounts counts() {
    return CommentCounts.newBuilder()
        .setCommentCount(comments)
        .setFlaggedCount(flagged)
        .setCleanCount(clean)
        .setOffensiveCount(offensive)
        .setHateCount(hate)
        .setNotJudgedCount(notJudged)
        .setMeanCoverage(comments == 0 ? 0 : (float) (coverage / comments))
        .build();
  }
}
