package chatwarden.runtime.config;

/**
 * A setting as shown to people; secrets are redacted.
 *
 * @param name the key's dotted name
 * @param value the value in force
 * @param defaultValue the value that holds unless it is set
 * @param origin {@code default}, {@code chatwarden.yaml}, {@code CHATWARDEN_…}, {@code --flag}, or
 *     {@code program}
 * @param description what the key means
 */
public record Setting(
    String name, String value, String defaultValue, String origin, String description) {}
