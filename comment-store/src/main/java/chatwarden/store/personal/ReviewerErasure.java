package chatwarden.store.personal;

import chatwarden.store.action.ActionErasure;
import chatwarden.store.automation.AutomationErasure;
import chatwarden.store.note.StoredNotes;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.webhook.WebhookErasure;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Puts pseudonyms in the place of a moderator. Used by one thread. */
final class ReviewerErasure {

  private final SharedConnection redis;
  private final StreamRewrite streams;
  private final ReviewerReplacement replacement;

  ReviewerErasure(SharedConnection redis, ErasureLock lock, ReviewerReplacement replacement) {
    this.redis = redis;
    this.streams = new StreamRewrite(redis, lock);
    this.replacement = replacement;
  }

  /**
   * Changes a chat; returns how many entries of logs, decisions, claims, settings, actions and
   * notes.
   */
  long eraseIn(ChatKeys keys) {
    long changed =
        streams.rewrite(
            keys.audit(),
            fields -> {
              Map<String, byte[]> others = replacement.entry(fields);
              if (others != fields) {
                eraseDecision(keys, NameReplacement.word(fields, "comment"));
              }
              return others;
            });
    changed += replaceName(keys.settings(), "reviewer");
    changed +=
        new AutomationErasure(redis, keys.chat())
            .replaceReviewer(replacement.name(), replacement.namePseudonym());
    changed += new ActionErasure(redis, keys.chat()).replace(replacement::action);
    changed += new StoredNotes(redis, keys.chat()).replace(replacement::note);
    return changed + endClaims(keys);
  }

  /** Changes the logs that belong to no chat. */
  long eraseInLogs() {
    return streams.rewrite(LogKeys.ALIAS_MOVES, replacement::replaced)
        + streams.rewrite(LogKeys.PIPELINE_ACTIONS, replacement::replaced)
        + streams.rewrite(LogKeys.WEBHOOK_CHANGES, replacement::replaced)
        + streams.rewrite(LogKeys.ROLLOUT_CHANGES, replacement::rollout)
        + streams.rewrite(LogKeys.CHAT_DELETIONS, replacement::named)
        + AutomationErasure.replaceInStop(redis, replacement.name(), replacement.namePseudonym())
        + ofWebhooks();
  }

  private long ofWebhooks() {
    return replacement.caller().isEmpty()
        ? 0
        : new WebhookErasure(redis).replace(replacement.caller(), replacement.callerPseudonym());
  }

  private void eraseDecision(ChatKeys keys, String comment) {
    if (!comment.isEmpty()) {
      replaceName(keys.comment(comment), "reviewer");
      replace(
          keys.comment(comment),
          "reviewCaller",
          replacement.caller(),
          replacement.callerPseudonym());
    }
  }

  private long replaceName(String hash, String field) {
    return replace(hash, field, replacement.name(), replacement.namePseudonym());
  }

  private long replace(String hash, String field, String from, String to) {
    return from.isEmpty()
        ? 0
        : redis.runForNumber(
            new ScriptCall(Script.REPLACE_FIELD)
                .key(hash)
                .argument(field)
                .argument(from)
                .argument(to));
  }

  /** Gives back what the moderator holds; the names of holders stay with comments otherwise. */
  private long endClaims(ChatKeys keys) {
    long ended = 0;
    Map<String, byte[]> holders = redis.ask(commands -> commands.hgetall(keys.reviewers()));
    for (Map.Entry<String, byte[]> claim : holders.entrySet()) {
      String holder = new String(claim.getValue(), StandardCharsets.UTF_8);
      if (isHolder(holder)) {
        ended++;
        redis.runForNumber(
            new ScriptCall(Script.RELEASE_REVIEWS)
                .keys(keys.reviewQueue())
                .argument(holder)
                .argument("0")
                .argument(claim.getKey()));
      }
    }
    return ended;
  }

  /** A holder is the caller and the name, with a line feed between. */
  private boolean isHolder(String holder) {
    int end = holder.indexOf('\n');
    String caller = holder.substring(0, Math.max(end, 0));
    String name = holder.substring(end + 1);
    return (!caller.isEmpty() && caller.equals(replacement.caller()))
        || name.equals(replacement.name());
  }
}
