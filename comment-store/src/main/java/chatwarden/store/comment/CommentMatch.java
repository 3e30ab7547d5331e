package chatwarden.store.comment;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Timestamp;
import java.util.Comparator;

/**
 * Whether a comment meets a filter.
 *
 * @param filter the conditions
 */
record CommentMatch(CommentFilter filter) {

  private static final Comparator<Timestamp> TIME =
      Comparator.comparingLong(Timestamp::getSeconds).thenComparingInt(Timestamp::getNanos);

  boolean matches(ModeratedComment comment) {
    return meetsClassification(comment)
        && comment.getTagging().getCoverage() >= filter.getMinCoverage()
        && meetsTime(comment.getComment().getPublishTime())
        && (filter.getAuthorId().isEmpty()
            || filter.getAuthorId().equals(comment.getComment().getAuthor().getId()))
        && (!filter.getFlaggedOnly() || comment.getFlagged());
  }

  private boolean meetsClassification(ModeratedComment comment) {
    var classification = comment.getClassification();
    return (filter.getLabelsCount() == 0
            || filter.getLabelsList().contains(classification.getLabel()))
        && classification.getOffensiveProbability() >= filter.getMinOffensiveProbability();
  }

  private boolean meetsTime(Timestamp time) {
    return (!filter.hasStartTime() || TIME.compare(time, filter.getStartTime()) >= 0)
        && (!filter.hasEndTime() || TIME.compare(time, filter.getEndTime()) < 0);
  }
}
