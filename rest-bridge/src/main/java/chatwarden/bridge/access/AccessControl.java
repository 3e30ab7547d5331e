package chatwarden.bridge.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.access.KeyStore;
import chatwarden.store.access.NewApiKey;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The gate of every door: says of a call who makes it, whether they may, and whether they call too
 * often. Never blocks: keys are read from the store and from the issuer on threads of their own,
 * and while these are away the last ones hold, those of the issuer up to their maximum age. Where
 * access is off, everybody passes.
 */
public final class AccessControl implements AutoCloseable {

  private static final AttributeKey<String> CALLER =
      AttributeKey.valueOf(AccessControl.class, "caller");

  private static final AttributeKey<Role> ROLE = AttributeKey.valueOf(AccessControl.class, "role");

  private static final AttributeKey<ChatScope> CHATS =
      AttributeKey.valueOf(AccessControl.class, "chats");

  private static final AttributeKey<Answer> ANSWER =
      AttributeKey.valueOf(AccessControl.class, "answer");

  private final boolean on;
  private final Duration refresh;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final KeyRing keys;
  private final @Nullable OidcTokens tokens;
  private final RateLimits perCaller;
  private final RateLimits perAddress;
  private final OpenCalls calls = new OpenCalls();
  private final List<KeyRefresher> refreshers = new CopyOnWriteArrayList<>();

  /** What a call to a method was answered; without a refusal it was let in. */
  private record Answer(String method, @Nullable ChatwardenException refusal) {}

  /** A gate as the settings say, with the keys of {@code store}. */
  public AccessControl(Config config, KeyStore store, MeterRegistry metrics, InstantSource clock) {
    this.on = config.get(AccessKeys.ENABLED);
    this.refresh = config.get(AccessKeys.KEY_REFRESH);
    this.clock = clock;
    this.metrics = metrics;
    this.keys = new KeyRing(store);
    this.tokens = OidcTokens.of(config).orElse(null);
    this.perCaller = new RateLimits("KEY_RATE_EXCEEDED", config.get(AccessKeys.RATE_PER_KEY));
    this.perAddress =
        new RateLimits("ADDRESS_RATE_EXCEEDED", config.get(AccessKeys.RATE_PER_ADDRESS));
    Gauge.builder("bridge.access.caller", this, it -> it.remembered())
        .description("Callers and addresses whose rate is remembered")
        .register(metrics);
  }

  private long remembered() {
    return perCaller.remembered() + perAddress.remembered();
  }

  /** Reads the keys of the store and of the issuer, then goes on reading them. */
  public void start() {
    if (!on) {
      return;
    }
    start(new KeyRefresher("keys", refresh, this::refreshKeys));
    if (tokens != null) {
      PublishedKeys published = tokens.keys();
      start(new KeyRefresher("issuer", refresh, () -> published.refreshIfDue(clock.instant())));
    }
  }

  private void start(KeyRefresher refresher) {
    refreshers.add(refresher);
    refresher.start();
  }

  /** A key of the highest role that holds for this process alone. */
  public String ownKey() {
    return keys.ownKey();
  }

  /** Returns the authenticated caller of this thread's call; empty where access is not checked. */
  public static String currentCaller() {
    ServiceRequestContext call = ServiceRequestContext.currentOrNull();
    String caller = call == null ? null : call.attr(CALLER);
    return caller == null ? "" : caller;
  }

  /** Returns the role of this thread's caller; the highest where access is not checked. */
  public static Role currentRole() {
    ServiceRequestContext call = ServiceRequestContext.currentOrNull();
    Role role = call == null ? null : call.attr(ROLE);
    if (role == null) {
      throw new IllegalStateException("a call that was not let in (a bug)");
    }
    return role;
  }

  /**
   * Returns the chats that this thread's caller may reach; all of them where access is not checked.
   */
  public static ChatScope currentChats() {
    ServiceRequestContext call = ServiceRequestContext.currentOrNull();
    ChatScope chats = call == null ? null : call.attr(CHATS);
    return chats == null ? ChatScope.ALL : chats;
  }

  /**
   * Refuses a chat that a scope does not cover, in the words for a chat that does not exist.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   */
  static void require(ChatScope scope, String chat) {
    if (!scope.covers(chat)) {
      throw FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id");
    }
  }

  /**
   * Lets a call to {@code method} of the table in, or refuses it. A call is asked once: where it is
   * asked again for the same method, the answer is the first one.
   *
   * @throws ChatwardenException UNAUTHENTICATED, PERMISSION_DENIED or RESOURCE_EXHAUSTED
   */
  public void admit(ServiceRequestContext call, String method) {
    Answer answer = call.attr(ANSWER);
    if (answer == null || !answer.method().equals(method)) {
      answer = answer(call, method);
      call.setAttr(ANSWER, answer);
    }
    if (answer.refusal() != null) {
      throw answer.refusal();
    }
  }

  private Answer answer(ServiceRequestContext call, String method) {
    if (!on) {
      call.setAttr(ROLE, Role.ADMIN);
      return new Answer(method, null);
    }
    try {
      check(call, method);
      return new Answer(method, null);
    } catch (ChatwardenException e) {
      Counter.builder("bridge.access.refusal")
          .description("Calls that were not let in")
          .tag("reason", e.reason())
          .register(metrics)
          .increment();
      return new Answer(method, e);
    }
  }

  private void check(ServiceRequestContext call, String method) {
    if (!Permissions.knows(method)) {
      throw FaultCode.PERMISSION_DENIED.exception(
          "METHOD_NOT_ALLOWED", "this method is not open to calls");
    }
    Optional<Role> needed = Permissions.needed(method);
    if (needed.isEmpty()) {
      return;
    }
    perAddress.take(RateLimits.place(call.clientAddress()));
    Caller caller = identify(call);
    perCaller.take(caller.id());
    Role role = caller.role();
    if (role == null || !role.covers(needed.get())) {
      throw FaultCode.PERMISSION_DENIED.exception(
          "ROLE_TOO_LOW", "this takes the role " + needed.get() + ", which the caller has not");
    }
    if (caller.chats().limited() && !Permissions.servesLimited(method)) {
      throw FaultCode.PERMISSION_DENIED.exception(
          "CALLER_LIMITED_TO_CHATS",
          "this concerns more than the chats that the caller is limited to; use a key for all"
              + " chats");
    }
    call.setAttr(CALLER, caller.id());
    call.setAttr(CHATS, caller.chats());
    call.setAttr(ROLE, role);
    calls.enter(call, caller);
  }

  private Caller identify(ServiceRequestContext call) {
    String credential = Credential.of(call.request().headers(), call.path(), call.queryParams());
    if (credential == null) {
      throw FaultCode.UNAUTHENTICATED.exception(
          "CREDENTIAL_MISSING", "this server wants to know who calls: send a key or a token");
    }
    Optional<String> keyId = NewApiKey.idOf(credential);
    if (keyId.isPresent()) {
      return keys.find(keyId.get(), credential);
    }
    if (tokens == null) {
      throw FaultCode.UNAUTHENTICATED.exception(
          "KEY_UNKNOWN", "the key is not known, or was revoked");
    }
    return tokens.verify(credential);
  }

  private boolean refreshKeys() {
    try {
      keys.refresh();
    } finally {
      Instant now = clock.instant();
      calls.endThose(
          caller ->
              caller.isExpired(now) || (KeyRing.isKeyHolder(caller) && !keys.stillHolds(caller)));
    }
    return true;
  }

  /** Returns how many authenticated calls are under way. */
  int open() {
    return calls.size();
  }

  @Override
  public void close() {
    refreshers.forEach(KeyRefresher::close);
  }
}
