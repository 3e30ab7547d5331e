package chatwarden.store.redis;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.review.v1.Decision;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.feedback.Feedback;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.store.settings.SettingsChange;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.BannedAuthor;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.HeldState;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.RewriteCandidate;
import chatwarden.type.v1.RewriteVerdict;
import chatwarden.type.v1.Rewriting;
import chatwarden.type.v1.RewrittenComment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An account whose id, name and texts are found wherever they are kept. */
public final class MarkedAccount {

  public static final String ID = "UCmarkedAuthor";
  public static final String NAME = "MarkedName";
  public static final String TEXT = "markedText";

  /** A moderator. */
  public static final Reviewer ANN = new Reviewer("MarkedAnn", "key:markedkey1");

  /** Everything that gives the account away. */
  public static final List<String> MARKERS = List.of(ID, NAME, TEXT);

  /** Everything that gives the moderator away. */
  public static final List<String> MODERATOR_MARKERS = List.of(ANN.name(), ANN.caller());

  /** When the first of its comments was published. */
  public static final Instant FIRST = Instant.parse("2026-01-01T12:00:00Z");

  private MarkedAccount() {}

  /** Returns a comment of the account, flagged if its number is even. */
  public static ClassifiedComment comment(String chat, int n, Instant published) {
    return comment(chat, n, published, Author.newBuilder().setId(ID).setName(NAME).build());
  }

  /** Returns one of another account. */
  public static ClassifiedComment other(String chat, int n, Instant published) {
    Author author = Author.newBuilder().setId("UCother").setName("Other").build();
    ClassifiedComment comment = comment(chat, n, published, author);
    ClassifiedComment.Builder other = comment.toBuilder();
    other.getCommentBuilder().setId("other-" + n).setText("shut up, says another " + n);
    return other.build();
  }

  private static ClassifiedComment comment(String chat, int n, Instant published, Author author) {
    boolean flagged = n % 2 == 0;
    return ClassifiedComment.newBuilder()
        .setComment(
            Comment.newBuilder()
                .setId("c-" + n)
                .setChat(chat)
                .setText("shut up " + TEXT + " " + n)
                .setAuthor(author)
                .setPublishTime(StoredTime.timestamp(published)))
        .setClassification(
            Classification.newBuilder()
                .setLabel(flagged ? Label.OFFENSIVE : Label.CLEAN)
                .putProbabilities("CLEAN", flagged ? 0.25f : 0.75f)
                .putProbabilities("OFFENSIVE", flagged ? 0.5f : 0.125f)
                .putProbabilities("HATE", flagged ? 0.25f : 0.125f)
                .setOffensiveProbability(flagged ? 0.75f : 0.25f)
                .setModel(GoldenStages.CLASSIFIER))
        .setFlagged(flagged)
        .build();
  }

  /**
   * Records comments of the account and of another in a new chat, and uses everything that stores
   * something of them: tags, proposals, decisions, claims, held comments, a ban, feedback and
   * settings.
   */
  public static void leaveTraces(OpenStores stores, String chat, int comments) {
    stores.start(chat);
    OpenStores.await(stores.comments().record(held(chat, "c-0")));
    OpenStores.await(stores.comments().record(held(chat, "never-published")));
    List<ClassifiedComment> all = new ArrayList<>();
    for (int i = 0; i < comments; i++) {
      all.add(comment(chat, i, FIRST.plusMillis(i)));
      all.add(other(chat, i, FIRST.plusMillis(i)));
    }
    for (int i = 0; i < all.size(); i += 64) {
      List<ClassifiedComment> batch = all.subList(i, Math.min(i + 64, all.size()));
      OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(batch)));
      OpenStores.await(
          stores
              .comments()
              .record(
                  GoldenStages.taggedBatch(
                      batch.stream()
                          .filter(ClassifiedComment::getFlagged)
                          .map(GoldenStages::tag)
                          .toList())));
    }
    propose(stores, chat);
    decide(stores, chat);
    OpenStores.await(stores.comments().record(ban(chat, FIRST.minusSeconds(1))));
    stores
        .feedback()
        .add(new Feedback("shut up " + TEXT + " 0", "en", Map.of("TOXICITY", 0.5), ""));
  }

  private static ChatEvent held(String chat, String id) {
    return ChatEvent.newBuilder()
        .setChat(chat)
        .setHeld(
            HeldComment.newBuilder()
                .setComment(comment(chat, 0, FIRST).getComment().toBuilder().setId(id))
                .setHoldTime(StoredTime.timestamp(FIRST))
                .setState(HeldState.HELD))
        .build();
  }

  private static void propose(OpenStores stores, String chat) {
    RewrittenBatch proposal =
        RewrittenBatch.newBuilder()
            .setChat(chat)
            .addComments(
                RewrittenComment.newBuilder()
                    .setId("c-0")
                    .setRewriting(
                        Rewriting.newBuilder()
                            .setVerdict(RewriteVerdict.REWRITTEN)
                            .addCandidates(
                                RewriteCandidate.newBuilder().setText("please " + TEXT))))
            .build();
    OpenStores.await(stores.comments().record(proposal));
  }

  /** Decides on the first comment of each account, takes one back, and holds others. */
  private static void decide(OpenStores stores, String chat) {
    stores.reviews().claim(chat, ANN, 8, Duration.ofMinutes(5));
    Verdict hide = new Verdict(Decision.HIDE, "quotes " + TEXT + " of " + NAME, null);
    stores.reviews().decide(chat, "c-0", ANN, hide);
    stores.reviews().decide(chat, "other-0", ANN, new Verdict(Decision.HIDE, "to " + NAME, null));
    stores.reviews().decide(chat, "c-2", ANN, hide);
    stores.reviews().undo(chat, "c-2", ANN);
    stores.reviews().noteExport(chat, ANN);
    stores
        .settings()
        .update(
            new SettingsChange(
                stores.settings().get(chat),
                ChatSettings.newBuilder().setFlagThreshold(0.5f).build(),
                List.of("flag_threshold")),
            ANN);
  }

  /** Returns the report of a ban of the account. */
  public static ChatEvent ban(String chat, Instant time) {
    return ChatEvent.newBuilder()
        .setChat(chat)
        .setBanned(
            BannedAuthor.newBuilder()
                .setChat(chat)
                .setAuthor(Author.newBuilder().setId(ID).setName(NAME))
                .setBanTime(StoredTime.timestamp(time)))
        .build();
  }

  /** Returns a batch of one comment. */
  public static ClassifiedBatch batch(ClassifiedComment comment) {
    return GoldenStages.classifiedBatch(List.of(comment));
  }
}
