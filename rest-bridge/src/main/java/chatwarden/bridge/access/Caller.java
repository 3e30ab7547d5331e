package chatwarden.bridge.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param id {@code key:<id>} or {@code subject:<sub>}
 * @param role the role; null permits nothing
 * @param chats where it holds
 * @param expiry until when that holds; null is until it is revoked
 */
record Caller(String id, @Nullable Role role, ChatScope chats, @Nullable Instant expiry) {

  boolean isExpired(Instant now) {
    return expiry != null && !now.isBefore(expiry);
  }
}
