package chatwarden.standalone.account;

import chatwarden.account.v1.AccountRecord;
import chatwarden.account.v1.DeadLetter;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.labels.CommentPlace;
import chatwarden.standalone.labels.LabelOwner;
import chatwarden.type.v1.Comment;
import java.util.HashSet;
import java.util.Set;

/** Gathers the texts and comments of an account, by which its rows in label files are found. */
public final class LabelOwnerBuilder implements AccountPages.Sink {

  private final Set<String> texts = new HashSet<>();
  private final Set<CommentPlace> comments = new HashSet<>();

  @Override
  public void take(AccountRecord record) {
    switch (record.getRecordCase()) {
      case REVIEW -> add(record.getChat(), record.getReview().getComment().getComment());
      case DEAD_LETTER -> add(record.getChat(), record.getDeadLetter());
      case BANS, AUDIT_ENTRY, RECORD_NOT_SET -> {}
    }
  }

  private void add(String chat, DeadLetter letter) {
    if (letter.hasComment()) {
      add(chat, letter.getComment());
    }
  }

  private void add(String chat, Comment comment) {
    texts.add(comment.getText());
    comments.add(new CommentPlace(chat, comment.getId()));
  }

  /**
   * Returns the account.
   *
   * @param authorHash its pseudonym
   * @param chat the only chat that counts; empty for all
   * @throws InvalidInputException if the pseudonym is empty
   */
  public LabelOwner owner(String authorHash, String chat) {
    if (authorHash.isEmpty()) {
      throw InvalidInputException.of(
          "--labels",
          "the bridge gave no pseudonym of the account (expected: a bridge of this version)");
    }
    return new LabelOwner(authorHash, chat, texts, comments);
  }
}
