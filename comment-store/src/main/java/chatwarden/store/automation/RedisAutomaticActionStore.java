package chatwarden.store.automation;

import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationOutcome;
import chatwarden.automation.v1.AutomationVerdict;
import chatwarden.domain.automation.AuditBand;
import chatwarden.domain.automation.Strikes;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.IndexScan;
import chatwarden.store.redis.AutomationKeys;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.Reviewer;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The automatic actions in Redis: a hash each, and every change one script. */
public final class RedisAutomaticActionStore implements AutomaticActionStore {

  private static final byte[] NOTHING = {};
  private static final long MINUTE_MICROS = TimeUnit.MINUTES.toMicros(1);

  private final SharedConnection redis;
  private final Duration ttl;

  /**
   * The automatic actions on a connection.
   *
   * @param ttl how long they are kept; zero is for ever
   */
  public RedisAutomaticActionStore(SharedConnection redis, Duration ttl) {
    this.redis = redis;
    this.ttl = ttl;
  }

  @Override
  public String place(String chat) {
    String key = new AutomationKeys(chat).place();
    byte[] cursor = redis.ask(commands -> commands.hget(key, "cursor"));
    return cursor == null ? "" : text(cursor);
  }

  @Override
  public boolean advance(String chat, String before, String after) {
    String key = new AutomationKeys(chat).place();
    if (before.isEmpty()) {
      return redis.ask(commands -> commands.hsetnx(key, "cursor", bytes(after)));
    }
    return redis.runForNumber(
            new ScriptCall(Script.REPLACE_FIELD)
                .key(key)
                .argument("cursor")
                .argument(before)
                .argument(after))
        == 1;
  }

  /**
   * Records a step.
   *
   * @return false when the place or the rules changed in between: nothing was recorded then
   */
  boolean record(AutomationStep step, AutomaticAction capped, String cappedNote) {
    AutomaticAction action = step.action();
    String chat = action.getChat();
    AutomationKeys keys = new AutomationKeys(chat);
    boolean isRehearsal = step.automation().getMode() == AutomationMode.AUTOMATION_DRY_RUN;
    boolean acts = action.getOutcome() == AutomationOutcome.ACTED;
    boolean strikes = acts || action.getOutcome() == AutomationOutcome.WOULD_HAVE_ACTED;
    long micros = StoredTime.micros(action.getCreateTime());
    ScriptCall call =
        new ScriptCall(Script.AUTOMATE)
            .key(keys.rules())
            .key(keys.place())
            .key(keys.action(action.getComment()))
            .key(keys.actions())
            .key(keys.pending())
            .key(keys.strikes(action.getAuthorId(), isRehearsal))
            .key(keys.minute(micros / MINUTE_MICROS))
            .key(keys.band(action.getBand()))
            .key(keys.sample(action.getBand()))
            .key(keys.bands())
            .key(new ChatKeys(chat).audit())
            .key(new ChatKeys(chat).comment(action.getComment()))
            .argument(step.before())
            .argument(step.after())
            .argument(step.automation().getEtag())
            .argument(action.getComment())
            .argument(micros)
            .argument(ttl.toMillis())
            .argument(acts ? "1" : "0")
            .argument(action.toByteArray())
            .argument(capped.toByteArray())
            .argument(step.automation().getMaxActionsPerMinute())
            .argument(strikes ? halfLife(step.automation()) : 0)
            .argument(step.isDrawn() ? "1" : "0")
            .argument(action.getBand())
            .argument(action.getModel())
            .argument(action.getAuthorId())
            .argument(AutomationCaller.of(action.getRule()))
            .argument(step.note())
            .argument(cappedNote)
            .argument(action.getLabel().name())
            .argument(Float.toString(action.getProbability()));
    return redis.runForNumber(call) != 0;
  }

  private static long halfLife(Automation automation) {
    return TimeUnit.SECONDS.toMillis(automation.getStrikeHalfLife().getSeconds());
  }

  @Override
  public Strikes strikes(String chat, String author, boolean isRehearsal) {
    String key = new AutomationKeys(chat).strikes(author, isRehearsal);
    Map<String, byte[]> fields = redis.ask(commands -> commands.hgetall(key));
    return fields.isEmpty()
        ? Strikes.NONE
        : new Strikes(
            Double.parseDouble(word(fields, "count")),
            Instant.ofEpochMilli(number(fields, "millis")));
  }

  @Override
  public AuditBand band(String chat, String band, double maxShare) {
    AutomationKeys keys = new AutomationKeys(chat);
    Map<String, byte[]> fields = redis.ask(commands -> commands.hgetall(keys.band(band)));
    Range<Double> passed = Range.create(0.0, (double) number(fields, "last"));
    long skipped = redis.ask(commands -> commands.zcount(keys.sample(band), passed));
    return new AuditBand(number(fields, "audited"), number(fields, "clean"), skipped, maxShare);
  }

  @Override
  public long drawn(String chat, String band) {
    String key = new AutomationKeys(chat).band(band);
    byte[] drawn = redis.ask(commands -> commands.hget(key, "drawn"));
    return drawn == null ? 0 : Long.parseLong(text(drawn));
  }

  @Override
  public long waiting(String chat, String band) {
    String key = new AutomationKeys(chat).sample(band);
    return redis.ask(commands -> commands.zcard(key));
  }

  @Override
  public List<String> models(String chat) {
    AutomationKeys keys = new AutomationKeys(chat);
    return redis.ask(commands -> commands.smembers(keys.bands())).stream()
        .map(band -> redis.ask(commands -> commands.hget(keys.band(text(band)), "model")))
        .filter(model -> model != null)
        .map(RedisAutomaticActionStore::text)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public Optional<AutomaticAction> find(String chat, String comment) {
    return RedisFaults.await(read(chat, comment));
  }

  private CompletionStage<Optional<AutomaticAction>> read(String chat, String comment) {
    String key = new AutomationKeys(chat).action(comment);
    return redis
        .send(commands -> commands.hgetall(key))
        .thenApply(RedisAutomaticActionStore::stored);
  }

  private static Optional<AutomaticAction> stored(Map<String, byte[]> fields) {
    byte[] proto = fields.get("proto");
    if (proto == null) {
      return Optional.empty();
    }
    try {
      AutomaticAction.Builder action = AutomaticAction.parseFrom(proto).toBuilder();
      action.setUndone(fields.containsKey("undone"));
      if (fields.containsKey("verdict")) {
        action.setVerdict(AutomationVerdict.valueOf(word(fields, "verdict")));
      }
      return Optional.of(action.build());
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception(
          "AUTOMATIC_ACTION_UNREADABLE", "a stored automatic action is broken", e);
    }
  }

  @Override
  public AutomaticActionPage list(String chat, int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    byte[] query = bytes("automations\n" + chat);
    String index = new AutomationKeys(chat).actions();
    IndexScan scan =
        new IndexScan(redis, index, Range.unbounded(), PageToken.read(pageToken, query));
    List<IndexPlace> places = scan.next(size);
    List<AutomaticAction> actions = readAll(chat, places.stream().map(IndexPlace::member).toList());
    boolean more = places.size() == size && !scan.next(1).isEmpty();
    return new AutomaticActionPage(
        actions, more ? new PageToken(places.getLast()).write(query) : "");
  }

  private List<AutomaticAction> readAll(String chat, List<String> comments) {
    List<CompletionStage<Optional<AutomaticAction>>> answers = new ArrayList<>();
    comments.forEach(comment -> answers.add(read(chat, comment)));
    return answers.stream().map(RedisFaults::await).flatMap(Optional::stream).toList();
  }

  @Override
  public List<AutomaticAction> toAudit(String chat, String band) {
    return firstOf(chat, new AutomationKeys(chat).sample(band), NEXT_AUDITS);
  }

  @Override
  public List<AutomaticAction> pending(String chat, int limit) {
    return firstOf(chat, new AutomationKeys(chat).pending(), limit);
  }

  private List<AutomaticAction> firstOf(String chat, String key, int limit) {
    List<byte[]> members = redis.ask(commands -> commands.zrange(key, 0, limit - 1L));
    return readAll(chat, members.stream().map(RedisAutomaticActionStore::text).toList());
  }

  @Override
  public void relayed(String chat, String comment) {
    String key = new AutomationKeys(chat).pending();
    redis.ask(commands -> commands.zrem(key, bytes(comment)));
  }

  @Override
  public boolean audit(AutomaticAction action, AutomationVerdict verdict, Reviewer reviewer) {
    AutomationKeys keys = new AutomationKeys(action.getChat());
    return redis.runForNumber(
            new ScriptCall(Script.AUDIT_AUTOMATION)
                .key(keys.action(action.getComment()))
                .key(keys.band(action.getBand()))
                .key(keys.sample(action.getBand()))
                .key(new ChatKeys(action.getChat()).audit())
                .argument(action.getComment())
                .argument(verdict.name())
                .argument(NEXT_AUDITS)
                .argument(action.getAuthorId())
                .argument(reviewer.name())
                .argument(reviewer.caller()))
        == 1;
  }

  @Override
  public void undo(Automation automation, AutomaticAction action, Reviewer reviewer) {
    AutomationKeys keys = new AutomationKeys(action.getChat());
    redis.runForNumber(
        new ScriptCall(Script.UNDO_AUTOMATION)
            .key(keys.action(action.getComment()))
            .key(keys.strikes(action.getAuthorId(), false))
            .key(new ChatKeys(action.getChat()).audit())
            .argument(action.getComment())
            .argument(action.getAuthorId())
            .argument(halfLife(automation))
            .argument(reviewer.name())
            .argument(reviewer.caller()));
  }

  private static String word(Map<String, byte[]> fields, String name) {
    return text(fields.getOrDefault(name, NOTHING));
  }

  private static long number(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? 0 : Long.parseLong(text(value));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
