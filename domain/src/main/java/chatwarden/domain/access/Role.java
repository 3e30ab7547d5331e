package chatwarden.domain.access;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do. Each role may do everything that those before it may. */
public enum Role {
  /** Reads and watches chats, and has texts judged. */
  VIEWER,

  /** Acts on comments. */
  MODERATOR,

  /** Controls sources, settings and keys. */
  ADMIN;

  /** Whether a caller of this role may do what asks for {@code needed}. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The role of this name, in any case; empty when there is none. */
  public static Optional<Role> of(String name) {
    for (Role role : values()) {
      if (role.name().equalsIgnoreCase(name)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
