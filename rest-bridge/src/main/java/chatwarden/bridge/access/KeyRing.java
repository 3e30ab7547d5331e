package chatwarden.bridge.access;

import chatwarden.domain.access.Role;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.access.ApiKey;
import chatwarden.store.access.KeyStore;
import chatwarden.store.access.NewApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The API keys in memory, as they were read last, and one key that this process alone knows. Asking
 * never blocks and never reaches the store, whatever keys are tried. Safe for use by many threads.
 */
final class KeyRing {

  private final KeyStore store;
  private final NewApiKey own = NewApiKey.create("this process", Role.ADMIN, Instant.EPOCH);
  private volatile Map<String, ApiKey> keys = Map.of();

  KeyRing(KeyStore store) {
    this.store = store;
    take(List.of());
  }

  /** Reads the keys anew; blocks. */
  void refresh() {
    take(store.list());
  }

  private void take(List<ApiKey> stored) {
    Map<String, ApiKey> next = new HashMap<>();
    stored.forEach(key -> next.put(key.id(), key));
    next.put(own.stored().id(), own.stored());
    keys = Map.copyOf(next);
  }

  /** The key of this process. */
  String ownKey() {
    return own.secret();
  }

  /** Who holds the key of this id and form. */
  Caller find(String id, String key) {
    ApiKey known = keys.get(id);
    if (known == null || !same(known.digest(), NewApiKey.digest(key))) {
      throw FaultCode.UNAUTHENTICATED.exception(
          "KEY_UNKNOWN", "the key is not known, or was revoked");
    }
    return new Caller(callerId(known), known.role(), known.chats(), null);
  }

  /**
   * Returns whether {@code caller} holds a key that is still in force, with the role and the chats
   * that it was let in with.
   */
  boolean stillHolds(Caller caller) {
    return keys.values().stream()
        .anyMatch(
            key ->
                callerId(key).equals(caller.id())
                    && key.role() == caller.role()
                    && key.chats().equals(caller.chats()));
  }

  static boolean isKeyHolder(Caller caller) {
    return caller.id().startsWith("key:");
  }

  private static String callerId(ApiKey key) {
    return "key:" + key.id();
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }
}
