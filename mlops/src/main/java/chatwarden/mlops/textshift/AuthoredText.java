package chatwarden.mlops.textshift;

import java.time.Instant;

/**
 * A text of a window.
 *
 * @param text the text as sent
 * @param author the id of the author; empty where it is not known
 * @param language the language that it was classified in; empty where it is not known
 * @param time when it was published; {@link Instant#EPOCH} where it is not known
 */
public record AuthoredText(String text, String author, String language, Instant time) {}
