package chatwarden.store.personal;

import chatwarden.store.action.ActionErasure;
import chatwarden.store.automation.AutomationErasure;
import chatwarden.store.note.StoredNotes;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import java.util.concurrent.CompletionStage;

/**
 * Whether a chat has something of an account, beside its log.
 *
 * @param redis where the chats are
 */
record AccountTraces(SharedConnection redis) {

  /** Returns whether a chat has comments or bans of, or actions or notes on, an account. */
  boolean areIn(String chat, String authorId) {
    ChatKeys keys = new ChatKeys(chat);
    CompletionStage<Boolean> banned =
        redis.send(commands -> commands.hexists(keys.bans(), "by:" + authorId));
    return redis.ask(commands -> commands.exists(keys.byAuthor(authorId))) > 0
        || RedisFaults.await(banned)
        || new ActionErasure(redis, chat).isAbout(authorId)
        || new AutomationErasure(redis, chat).isAbout(authorId)
        || new StoredNotes(redis, chat).areAbout(authorId);
  }
}
