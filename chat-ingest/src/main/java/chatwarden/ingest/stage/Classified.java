package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.type.v1.Comment;
import java.util.List;

/**
 * What the classifier said of a batch.
 *
 * @param comments in the order of the source, without those refused
 * @param refused those that it will not classify
 */
record Classified(List<ClassifiedComment> comments, List<Refused> refused) {

  Classified {
    comments = List.copyOf(comments);
    refused = List.copyOf(refused);
  }

  /**
   * A comment that the classifier will not classify.
   *
   * @param comment the comment
   * @param reason why, in UPPER_SNAKE_CASE
   */
  record Refused(Comment comment, String reason) {}
}
