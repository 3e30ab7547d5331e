package chatwarden.store.settings;

/**
 * The values of a chat's last session, which hold where its settings have none.
 *
 * @param flagThreshold in [0, 1]
 * @param language {@code vi}, {@code en}, {@code auto}, or empty as {@code auto}
 */
public record SessionDefaults(float flagThreshold, String language) {}
