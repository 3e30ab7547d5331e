package chatwarden.store.session;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.IndexScan;
import chatwarden.store.comment.RecordCalls;
import chatwarden.store.erasure.Tombstones;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.StartedChat;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ZAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The sessions in Redis. Safe for use by many threads. */
public final class RedisSessionStore implements SessionStore {

  private static final byte[] QUERY = "sessions".getBytes(StandardCharsets.UTF_8);
  private static final int SLICE = 100;
  private static final int MAX_OWNER = 256;
  private static final Duration STALE = Duration.ofMinutes(1);

  private final SharedConnection redis;
  private final LostSessions lost;
  private final Tombstones tombstones;
  private final InstantSource clock;
  private final int streamMaxLength;

  public RedisSessionStore(
      SharedConnection redis,
      LostSessions lost,
      Tombstones tombstones,
      InstantSource clock,
      int streamMaxLength) {
    this.redis = redis;
    this.tombstones = tombstones;
    this.lost = lost;
    this.clock = clock;
    this.streamMaxLength = streamMaxLength;
  }

  @Override
  public Session create(Session wish) {
    SessionCheck.check(wish);
    SessionId id = SessionId.create(wish.getChat());
    Instant now = clock.instant();
    Session session =
        Session.newBuilder()
            .setId(id.toString())
            .setSource(wish.getSource())
            .setChat(wish.getChat())
            .setCommentsPerSecond(wish.getCommentsPerSecond())
            .setFlagThreshold(
                wish.hasFlagThreshold()
                    ? wish.getFlagThreshold()
                    : ChatPolicy.DEFAULT_FLAG_THRESHOLD)
            .setLanguage(wish.getLanguage())
            .setState(ChatState.LIVE)
            .setCreateTime(StoredTime.timestamp(now))
            .build();
    // Into the indexes first: a session that is stored but in no index would block its chat for
    // ever.
    index(id, now);
    ScriptCall call =
        RecordCalls.ofChat(Script.CREATE_SESSION, id.chat())
            .key(id.key())
            .argument(id.toString())
            .argument(session.getSource())
            .argument(streamMaxLength)
            .argument(started(session).toByteArray());
    SessionHash.write(session).words().forEach(call::argument);
    if (redis.runForNumber(call) == 0
        && !(lost.endFor(id.chat()) && redis.runForNumber(call) == 1)) {
      unindex(id);
      throw FaultCode.ALREADY_EXISTS.exception(
          "CHAT_ALREADY_READ", "a session already reads chat " + id.chat());
    }
    add(ChatKeys.CHATS, id.chat(), now);
    return session;
  }

  private static StartedChat started(Session session) {
    return StartedChat.newBuilder()
        .setChat(session.getChat())
        .setSession(session.getId())
        .setSource(session.getSource())
        .setStartTime(session.getCreateTime())
        .build();
  }

  @Override
  public Optional<Session> get(String id) {
    return SessionId.parse(id).flatMap(known -> RedisFaults.await(find(known)));
  }

  @Override
  public SessionPage list(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    Optional<IndexPlace> after = PageToken.read(pageToken, QUERY);
    IndexScan scan = new IndexScan(redis, ChatKeys.SESSIONS, Range.unbounded(), after);
    List<IndexPlace> places = scan.next(size);
    List<CompletionStage<Optional<Session>>> answers = new ArrayList<>();
    for (IndexPlace place : places) {
      SessionId.parse(place.member()).ifPresent(id -> answers.add(find(id)));
    }
    List<Session> sessions = new ArrayList<>();
    for (CompletionStage<Optional<Session>> answer : answers) {
      RedisFaults.await(answer).ifPresent(sessions::add);
    }
    boolean more = places.size() == size && !scan.next(1).isEmpty();
    return new SessionPage(
        sessions, more ? new PageToken(places.get(places.size() - 1)).write(QUERY) : "");
  }

  @Override
  public Session requestStop(String id) {
    SessionId known = SessionId.parse(id).orElseThrow(RedisSessionStore::unknown);
    if (redis.runForNumber(new ScriptCall(Script.STOP_SESSION).key(known.key())) == 0) {
      throw unknown();
    }
    return RedisFaults.await(find(known)).orElseThrow(RedisSessionStore::unknown);
  }

  @Override
  public Optional<SessionLease> claim(String owner, Duration ttl) {
    if (owner.isBlank() || owner.length() > MAX_OWNER) {
      throw new IllegalArgumentException(
          "owner: " + owner.length() + " characters (expected: 1 to " + MAX_OWNER + ")");
    }
    if (ttl.toMillis() < 1) {
      throw new IllegalArgumentException("ttl: " + ttl + " (expected: >= PT0.001S)");
    }
    String claim = UUID.randomUUID().toString();
    for (int offset = 0; ; offset += SLICE) {
      Limit limit = Limit.create(offset, SLICE);
      List<ScoredValue<byte[]>> slice =
          redis.ask(
              commands ->
                  commands.zrangebyscoreWithScores(
                      ChatKeys.LIVE_SESSIONS, Range.unbounded(), limit));
      for (ScoredValue<byte[]> entry : slice) {
        Optional<SessionLease> lease = claim(entry, owner, claim, ttl);
        if (lease.isPresent()) {
          return lease;
        }
      }
      if (slice.size() < SLICE) {
        return Optional.empty();
      }
    }
  }

  private Optional<SessionLease> claim(
      ScoredValue<byte[]> entry, String owner, String claim, Duration ttl) {
    String member = new String(entry.getValue(), StandardCharsets.UTF_8);
    Optional<SessionId> id = SessionId.parse(member);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    long fence =
        redis.runForNumber(
            new ScriptCall(Script.CLAIM_SESSION)
                .key(id.get().key())
                .argument(owner)
                .argument(claim)
                .argument(ttl.toMillis()));
    if (fence < 0) {
      forgetStale(id.get(), entry);
      return Optional.empty();
    }
    return fence == 0
        ? Optional.empty()
        : get(member).map(session -> new RedisSessionLease(redis, id.get(), session, fence, ttl));
  }

  /** A session that is over, or was never stored; one that is just being stored is left alone. */
  private void forgetStale(SessionId id, ScoredValue<byte[]> entry) {
    if (entry.getScore() < StoredTime.micros(clock.instant().minus(STALE))) {
      lost.end(id);
      redis.ask(commands -> commands.zrem(ChatKeys.LIVE_SESSIONS, entry.getValue()));
    }
  }

  private CompletionStage<Optional<Session>> find(SessionId id) {
    return redis
        .<Map<String, byte[]>>send(commands -> commands.hgetall(id.key()))
        .thenApply(SessionHash::read);
  }

  private void index(SessionId id, Instant now) {
    double score = StoredTime.micros(now);
    byte[] chat = id.chat().getBytes(StandardCharsets.UTF_8);
    add(ChatKeys.SESSIONS, id.toString(), now);
    add(ChatKeys.LIVE_SESSIONS, id.toString(), now);
    redis.ask(commands -> commands.zadd(ChatKeys.CHATS, ZAddArgs.Builder.nx(), score, chat));
    RedisFaults.await(tombstones.bringTo(new ChatKeys(id.chat())));
  }

  private void add(String index, String member, Instant time) {
    double score = StoredTime.micros(time);
    byte[] bytes = member.getBytes(StandardCharsets.UTF_8);
    redis.ask(commands -> commands.zadd(index, score, bytes));
  }

  private void unindex(SessionId id) {
    byte[] member = id.toString().getBytes(StandardCharsets.UTF_8);
    redis.ask(commands -> commands.zrem(ChatKeys.LIVE_SESSIONS, member));
    redis.ask(commands -> commands.zrem(ChatKeys.SESSIONS, member));
  }

  private static ChatwardenException unknown() {
    return FaultCode.NOT_FOUND.exception("SESSION_NOT_FOUND", "no session has this id");
  }
}
