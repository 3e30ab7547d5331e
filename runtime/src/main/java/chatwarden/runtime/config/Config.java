package chatwarden.runtime.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a process. Immutable, safe for use by many threads. */
public final class Config {

  private static final Config DEFAULTS = new Config(Map.of(), false);

  private final Map<String, Entry<?>> entries;
  private final boolean loaded;

  private Config(Map<String, Entry<?>> entries, boolean loaded) {
    this.entries = entries;
    this.loaded = loaded;
  }

  /** Every key at its default. */
  public static Config defaults() {
    return DEFAULTS;
  }

  static Config loaded(Map<String, Entry<?>> entries) {
    return new Config(new LinkedHashMap<>(entries), true);
  }

  /**
   * The value of {@code key}.
   *
   * @throws IllegalStateException if this was loaded without knowing the key, which is a bug of the
   *     composition root: it cannot have been set
   */
  public <T> T get(ConfigKey<T> key) {
    Entry<?> entry = entries.get(key.name());
    if (entry == null) {
      if (loaded) {
        throw new IllegalStateException(
            "key " + key.name() + " was not declared to the ConfigLoader (a bug)");
      }
      return key.defaultValue();
    }
    return entry.valueOf(key);
  }

  /** The same settings, but {@code value} for {@code key}. Its origin is {@code program}. */
  public <T> Config with(ConfigKey<T> key, T value) {
    try {
      key.type().check(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key.name() + ": " + key.show(value) + " (expected: " + key.expectation() + ")", e);
    }
    Map<String, Entry<?>> changed = new LinkedHashMap<>(entries);
    changed.put(key.name(), new Entry<>(key, value, key.defaultValue(), "program"));
    return new Config(changed, loaded);
  }

  /** Every key that was declared, by name, as shown to people. */
  public List<Setting> settings() {
    return entries.keySet().stream().sorted().map(this::setting).toList();
  }

  private Setting setting(String name) {
    @Nullable Entry<?> entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("name: " + name + " (expected: a declared key)");
    }
    return entry.toSetting();
  }

  /** The value in force and where it came from. */
  record Entry<T>(ConfigKey<T> key, T value, T defaultValue, String origin) {

    <U> U valueOf(ConfigKey<U> asked) {
      if (!key.type().equals(asked.type())) {
        throw new IllegalStateException("key " + asked.name() + " is declared twice (a bug)");
      }
      @SuppressWarnings("unchecked") // equal types say the same T
      U answer = (U) value;
      return answer;
    }

    Setting toSetting() {
      return new Setting(
          key.name(), key.show(value), key.show(defaultValue), origin, key.description());
    }
  }
}
