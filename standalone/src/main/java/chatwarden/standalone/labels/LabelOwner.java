package chatwarden.standalone.labels;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * An account whose rows are looked for in exported labels.
 *
 * @param authorHash its pseudonym, of the store that the labels were exported from; not empty
 * @param chat the id of the only chat that counts; empty for all chats
 * @param texts its texts, by which feedback is found, as that names no author
 * @param comments its comments that are known
 */
public record LabelOwner(
    String authorHash, String chat, Set<String> texts, Set<CommentPlace> comments) {

  private static final String FEEDBACK = "FEEDBACK";

  /** Copies the sets. */
  public LabelOwner {
    if (authorHash.isEmpty()) {
      throw new IllegalArgumentException("authorHash: empty (expected: the account's pseudonym)");
    }
    texts = Set.copyOf(texts);
    comments = Set.copyOf(comments);
  }

  /** Returns whether a row is of a comment of the account, or feedback on a text of it. */
  boolean owns(LabelRow row) {
    if (row.cell("source").equals(FEEDBACK)) {
      return texts.contains(row.cell("text"));
    }
    return row.cell("author").equals(authorHash)
        && (chat.isEmpty() || row.cell("chat").equals(chat));
  }

  /** Returns the same account with further texts. */
  LabelOwner withTexts(Collection<String> further) {
    Set<String> all = new HashSet<>(texts);
    all.addAll(further);
    return new LabelOwner(authorHash, chat, all, comments);
  }
}
