package chatwarden.standalone.labels;

/**
 * A comment, by its ids.
 *
 * @param chat the id of the chat
 * @param comment the id of the comment in it
 */
public record CommentPlace(String chat, String comment) {}
