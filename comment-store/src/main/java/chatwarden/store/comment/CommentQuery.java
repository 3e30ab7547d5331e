package chatwarden.store.comment;

import chatwarden.comment.v1.CommentFilter;
import chatwarden.comment.v1.ListCommentsRequest;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.runtime.limit.NumberBounds;

/**
 * Which comments to list.
 *
 * @param chat the chat's id
 * @param pageSize how many at most, in [1, 1,000]; 0 is {@link #DEFAULT_PAGE_SIZE}
 * @param pageToken of the page before, with the other fields as they were; empty for the first page
 * @param filter which to leave out; the default instance leaves out none
 * @param oldestFirst the order of the publish times; else the newest come first
 */
public record CommentQuery(
    String chat, int pageSize, String pageToken, CommentFilter filter, boolean oldestFirst) {

  /** The number of comments a page unless the caller sets it. */
  public static final int DEFAULT_PAGE_SIZE =
      (int) FieldRules.defaultNumber(ListCommentsRequest.getDescriptor(), "page_size");

  private static final NumberBounds PAGE_SIZES =
      FieldRules.bounds(ListCommentsRequest.getDescriptor(), "page_size");

  /** Checks the page size, the chat's id and the ranges of the filter. */
  public CommentQuery {
    pageSize = checkPageSize(pageSize);
    CommentFilters.check(filter);
  }

  /** A query for the newest comments first. */
  public CommentQuery(String chat, int pageSize, String pageToken, CommentFilter filter) {
    this(chat, pageSize, pageToken, filter, false);
  }

  /** A query for the first page of all comments of a chat. */
  public static CommentQuery of(String chat) {
    return new CommentQuery(chat, 0, "", CommentFilter.getDefaultInstance());
  }

  /**
   * Returns the page size in force.
   *
   * @throws InvalidInputException naming {@code page_size} when it is not in [0, 1,000]
   */
  public static int checkPageSize(int pageSize) {
    if (pageSize == 0) {
      return DEFAULT_PAGE_SIZE;
    }
    if (!PAGE_SIZES.contains(pageSize)) {
      throw InvalidInputException.of(
          "page_size", pageSize + " (expected: " + PAGE_SIZES + ", or 0 for the default)");
    }
    return pageSize;
  }
}
