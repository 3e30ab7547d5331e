package chatwarden.store.comment;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.store.words.WordQuery;
import chatwarden.store.words.WordQuestion;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Span;
import com.google.protobuf.Timestamp;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a comment meets a filter.
 *
 * @param filter the conditions
 * @param text the words of the filter for texts
 * @param author those for names of authors
 * @param span those for spans
 */
record CommentMatch(CommentFilter filter, WordQuery text, WordQuery author, WordQuery span) {

  private static final Comparator<Timestamp> TIME =
      Comparator.comparingLong(Timestamp::getSeconds).thenComparingInt(Timestamp::getNanos);

  CommentMatch(CommentFilter filter) {
    this(
        filter,
        WordQuery.of(filter.getText()),
        WordQuery.of(filter.getAuthorName()),
        WordQuery.of(filter.getSpan()));
  }

  /** Returns what the index is asked for comments that may match. */
  WordQuestion question() {
    return WordQuestion.of(
        List.of(text, span), author, filter.getLabelsList(), filter.getFlaggedOnly());
  }

  boolean matches(ModeratedComment comment) {
    return meetsClassification(comment)
        && comment.getTagging().getCoverage() >= filter.getMinCoverage()
        && meetsTime(comment.getComment().getPublishTime())
        && (filter.getAuthorId().isEmpty()
            || filter.getAuthorId().equals(comment.getComment().getAuthor().getId()))
        && (!filter.getFlaggedOnly() || comment.getFlagged())
        && meetsWords(comment);
  }

  private boolean meetsWords(ModeratedComment comment) {
    Comment of = comment.getComment();
    return author.isIn(of.getAuthor().getName())
        && text.isIn(of.getText())
        && (span.isEmpty() || (span.isIn(of.getText()) && span.isInOne(spans(comment))));
  }

  private static List<String> spans(ModeratedComment comment) {
    return comment.getTagging().getSpansList().stream().map(Span::getText).toList();
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
