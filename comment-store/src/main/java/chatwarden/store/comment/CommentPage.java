package chatwarden.store.comment;

import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Optional;

/**
 * A page of comments.
 *
 * @param comments the newest first
 * @param nextPageToken what to ask for the next page with; empty on the last
 * @param searchedBackTo the publish time back to which a search has looked at everything; empty on
 *     the last page, and without a search
 */
public record CommentPage(
    List<ModeratedComment> comments, String nextPageToken, Optional<Timestamp> searchedBackTo) {

  /** Copies the list. */
  public CommentPage {
    comments = List.copyOf(comments);
  }

  /** A page of a list without a search. */
  public CommentPage(List<ModeratedComment> comments, String nextPageToken) {
    this(comments, nextPageToken, Optional.empty());
  }
}
