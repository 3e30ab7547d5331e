package chatwarden.bridge.policy;

import chatwarden.bridge.policy.PolicyRun.Rerun;
import chatwarden.bridge.policy.ReplayComparison.Change;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.policy.v1.Decided;
import chatwarden.policy.v1.ReplayCause;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.store.review.AuditPage;
import chatwarden.store.review.ReviewStore;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.Tagging;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs stored comments again through both stages and compares. Blocks; used by one thread. */
final class CommentReplay {

  private static final int MOST_CHANGES = 20;
  private static final int MOST_PAGES = 5;
  private static final int PAGE = 1_000;

  private final PolicyRun run;
  private final BackfillTagger tagger;
  private final ReplayTally tally;

  CommentReplay(PolicyRun run, BackfillTagger tagger, ReplayTally tally) {
    this.run = run;
    this.tagger = tagger;
    this.tally = tally;
  }

  void add(List<ModeratedComment> comments) {
    List<Rerun> reruns = run.run(comments);
    Map<String, Tagging> taggings =
        tagger.tag(
            reruns.stream()
                .flatMap(each -> each.now().stream())
                .filter(ClassifiedComment::getFlagged)
                .toList());
    reruns.forEach(each -> compare(each, taggings));
  }

  private void compare(Rerun rerun, Map<String, Tagging> taggings) {
    ModeratedComment stored = rerun.stored();
    Decided.Builder was = StoredDecisions.of(stored).toBuilder();
    if (stored.hasTagging()) {
      was.setTagging(stored.getTagging());
    }
    Optional<Decided> is = rerun.now().map(now -> withTagging(now, taggings));
    ReplayComparison comparison =
        is.isPresent() && isTaggedAgain(is.get())
            ? ReplayComparison.of(stored.getComment(), was.build(), is.get(), run.policy())
            : new ReplayComparison(List.of(new Change(ReplayCause.REFUSED, "", "")));
    tally.add(stored, was.build(), is.orElse(Decided.getDefaultInstance()), comparison);
  }

  private static Decided withTagging(ClassifiedComment now, Map<String, Tagging> taggings) {
    Decided.Builder decided = StoredDecisions.of(now).toBuilder();
    Tagging tagging = taggings.get(now.getComment().getId());
    return tagging == null ? decided.build() : decided.setTagging(tagging).build();
  }

  private static boolean isTaggedAgain(Decided is) {
    return !is.getFlagged() || is.hasTagging();
  }

  /** Returns the changes of settings since {@code time}, the newest first, at most 20. */
  static List<AuditEntry> settingsChanges(ReviewStore reviews, String chat, Timestamp time) {
    List<AuditEntry> changes = new ArrayList<>();
    String token = "";
    for (int i = 0; i < MOST_PAGES; i++) {
      AuditPage page = reviews.audit(chat, PAGE, token);
      for (AuditEntry entry : page.entries()) {
        if (entry.getCreateTime().getSeconds() < time.getSeconds()
            || changes.size() == MOST_CHANGES) {
          return changes;
        }
        if (entry.getAction() == AuditAction.UPDATE_SETTINGS) {
          changes.add(entry);
        }
      }
      token = page.nextPageToken();
      if (token.isEmpty()) {
        break;
      }
    }
    return changes;
  }
}
