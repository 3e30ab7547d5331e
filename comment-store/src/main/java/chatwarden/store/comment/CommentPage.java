package chatwarden.store.comment;

import chatwarden.type.v1.ModeratedComment;
import java.util.List;

/**
 * A page of comments.
 *
 * @param comments the newest first
 * @param nextPageToken what to ask for the next page with; empty on the last
 */
public record CommentPage(List<ModeratedComment> comments, String nextPageToken) {

  /** Copies the list. */
  public CommentPage {
    comments = List.copyOf(comments);
  }
}
