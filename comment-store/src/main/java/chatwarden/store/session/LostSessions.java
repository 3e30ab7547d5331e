package chatwarden.store.session;

import chatwarden.store.comment.RecordCalls;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.EndedChat;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** Ends chats that are LIVE for sessions which the store has lost. Safe for use by many threads. */
public final class LostSessions {

  private static final String REASON = "the store lost the session";

  private final SharedConnection redis;
  private final int streamMaxLength;
  private final InstantSource clock;

  public LostSessions(SharedConnection redis, int streamMaxLength, InstantSource clock) {
    this.redis = redis;
    this.streamMaxLength = streamMaxLength;
    this.clock = clock;
  }

  /** Whether the chat was read by a session that is lost, and has ended by that. */
  boolean endFor(String chat) {
    byte[] reader = redis.ask(commands -> commands.hget(new ChatKeys(chat).meta(), "session"));
    return reader != null
        && SessionId.parse(new String(reader, StandardCharsets.UTF_8)).map(this::end).orElse(false);
  }

  /** Ends the chat of the session if that is lost. */
  boolean end(SessionId id) {
    EndedChat ended =
        EndedChat.newBuilder()
            .setChat(id.chat())
            .setSession(id.toString())
            .setState(ChatState.FAILED)
            .setReason(REASON)
            .setEndTime(StoredTime.timestamp(clock.instant()))
            .build();
    return redis.runForNumber(
            RecordCalls.ofChat(Script.LOSE_SESSION, id.chat())
                .key(id.key())
                .argument(id.toString())
                .argument(ended.toByteArray())
                .argument(streamMaxLength))
        == 1;
  }
}
