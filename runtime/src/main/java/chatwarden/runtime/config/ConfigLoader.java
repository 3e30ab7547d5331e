package chatwarden.runtime.config;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings of a process: defaults in code, under {@code chatwarden.yaml}, under {@code
 * CHATWARDEN_*} in the environment, under flags of the command line.
 *
 * <p>An unknown key fails and names the nearest; a dead one fails and says why; a renamed one is
 * still read, with a warning. All problems are reported together, as an {@link
 * InvalidInputException} with reason {@code INVALID_CONFIGURATION}.
 *
 * <pre>{@code
 * Config config =
 *     ConfigLoader.of(keys)
 *         .file(Path.of("chatwarden.yaml"))
 *         .environment(System.getenv())
 *         .flags(Map.of("classifier.port", "9200"))
 *         .load();
 * }</pre>
 */
public final class ConfigLoader {

  static final String ENVIRONMENT_PREFIX = "CHATWARDEN_";

  /** Variables of the launcher and of commands, which are not settings. */
  private static final Set<String> LAUNCHER_VARIABLES =
      Set.of(
          "CHATWARDEN_HOME",
          "CHATWARDEN_CONFIG",
          "CHATWARDEN_KEY",
          "CHATWARDEN_JAVA_OPTS",
          "CHATWARDEN_NO_BUILD");

  private static final Logger log = LoggerFactory.getLogger(ConfigLoader.class);

  private final Map<String, ConfigKey<?>> keys = new TreeMap<>();
  private final Map<String, ConfigKey<?>> variables = new HashMap<>();
  private final Map<String, String> renamed = new HashMap<>();
  private final Map<String, String> dead = new HashMap<>();
  private final Map<String, Object> presets = new HashMap<>();
  private @Nullable Path file;
  private Map<String, String> environment = Map.of();
  private Map<String, String> flags = Map.of();
  private boolean partOfMany;

  private ConfigLoader(Collection<? extends ConfigKey<?>> declared) {
    for (ConfigKey<?> key : declared) {
      ConfigKey<?> same = keys.putIfAbsent(key.name(), key);
      if (same != null && !same.agreesWith(key)) {
        throw new IllegalStateException("key " + key.name() + " is declared twice (a bug)");
      }
      ConfigKey<?> sameVariable = variables.putIfAbsent(key.environmentVariable(), key);
      if (sameVariable != null && !sameVariable.name().equals(key.name())) {
        throw new IllegalStateException(
            "keys " + key + " and " + sameVariable + " share a variable (a bug)");
      }
    }
  }

  /** A loader that knows {@code declared} and no other keys. */
  public static ConfigLoader of(Collection<? extends ConfigKey<?>> declared) {
    return new ConfigLoader(declared);
  }

  /** Reads {@code name} as {@code key}, with a warning. */
  public ConfigLoader renamed(String name, ConfigKey<?> key) {
    renamed.put(name, key.name());
    return this;
  }

  /** Refuses {@code name}, saying {@code why}. */
  public ConfigLoader dead(String name, String why) {
    dead.put(name, why);
    return this;
  }

  /** Another default for {@code key}, which depends on the place where the program runs. */
  public <T> ConfigLoader preset(ConfigKey<T> key, T value) {
    presets.put(key.name(), value);
    return this;
  }

  /** Passes over unknown keys: this process reads a few of the settings that all share. */
  public ConfigLoader partOfMany() {
    this.partOfMany = true;
    return this;
  }

  /** The file to read. Whoever names it makes sure that it exists. */
  public ConfigLoader file(Path path) {
    this.file = path;
    return this;
  }

  /** The variables of the environment; those without the prefix are left alone. */
  public ConfigLoader environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /** Flags of the command line, by the name of the key. */
  public ConfigLoader flags(Map<String, String> values) {
    this.flags = Map.copyOf(values);
    return this;
  }

  /**
   * The settings in force.
   *
   * @throws InvalidInputException naming every unknown, dead or wrong key
   */
  public Config load() {
    List<FieldProblem> problems = new ArrayList<>();
    Map<String, Given> given = new HashMap<>();
    readFile(given, problems);
    readEnvironment(given, problems);
    new TreeMap<>(flags).forEach((name, value) -> take(name, value, "--flag", given, problems));

    Map<String, Config.Entry<?>> entries = new LinkedHashMap<>();
    keys.values().forEach(key -> entries.put(key.name(), resolve(key, given, problems)));
    if (!problems.isEmpty()) {
      throw InvalidInputException.of("INVALID_CONFIGURATION", problems);
    }
    return Config.loaded(entries);
  }

  private void readFile(Map<String, Given> given, List<FieldProblem> problems) {
    if (file == null) {
      return;
    }
    String origin = String.valueOf(file.getFileName());
    YamlSettings.read(file).forEach((name, value) -> take(name, value, origin, given, problems));
  }

  private void readEnvironment(Map<String, Given> given, List<FieldProblem> problems) {
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (variable.startsWith(ENVIRONMENT_PREFIX)
                  && !LAUNCHER_VARIABLES.contains(variable)) {
                take(nameOf(variable), value, variable, given, problems);
              }
            });
  }

  /** The key of a variable; where there is none, the name that it would most likely mean. */
  private String nameOf(String variable) {
    ConfigKey<?> key = variables.get(variable);
    if (key != null) {
      return key.name();
    }
    String spelled = variable.substring(ENVIRONMENT_PREFIX.length());
    for (Set<String> old : List.of(renamed.keySet(), dead.keySet())) {
      for (String name : old) {
        if (name.replaceAll("[.-]", "_").equalsIgnoreCase(spelled)) {
          return name;
        }
      }
    }
    return spelled.toLowerCase(java.util.Locale.ROOT).replace('_', '.');
  }

  private void take(
      String name,
      Object value,
      String origin,
      Map<String, Given> given,
      List<FieldProblem> problems) {
    String current = renamed.getOrDefault(name, name);
    if (!current.equals(name)) {
      log.warn("Renamed setting key={} now={} origin={}", name, current, origin);
    }
    if (dead.containsKey(name)) {
      problems.add(new FieldProblem(name, "not used any more: " + dead.get(name) + in(origin)));
    } else if (!keys.containsKey(current)) {
      if (partOfMany) {
        return;
      }
      problems.add(new FieldProblem(name, "unknown key" + in(origin) + suggestion(name)));
    } else {
      given.put(current, new Given(value, origin));
    }
  }

  private <T> Config.Entry<T> resolve(
      ConfigKey<T> key, Map<String, Given> given, List<FieldProblem> problems) {
    T fallback = fallback(key);
    Given value = given.get(key.name());
    if (value == null) {
      return new Config.Entry<>(key, fallback, fallback, "default");
    }
    try {
      T parsed = value.as(key);
      key.type().check(parsed);
      return new Config.Entry<>(key, parsed, fallback, value.origin());
    } catch (IllegalArgumentException e) {
      String shown = key.redacted(String.valueOf(value.value()));
      problems.add(
          new FieldProblem(
              key.name(), shown + " (expected: " + key.expectation() + ")" + in(value.origin())));
      return new Config.Entry<>(key, fallback, fallback, "default");
    }
  }

  private <T> T fallback(ConfigKey<T> key) {
    @SuppressWarnings("unchecked") // preset() takes the type of its key
    T preset = (T) presets.get(key.name());
    return preset == null ? key.defaultValue() : preset;
  }

  private String suggestion(String name) {
    return NearestName.of(name, keys.keySet())
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }

  private static String in(String origin) {
    return ", from " + origin;
  }

  /** A value as it was given: a text, or a list of texts. */
  private record Given(Object value, String origin) {

    <T> T as(ConfigKey<T> key) {
      if (value instanceof List<?> list) {
        if (!(key.type() instanceof ValueType.TextList)) {
          throw new IllegalArgumentException("a list");
        }
        @SuppressWarnings("unchecked") // a TextList key is one of List<String>
        T texts = (T) list.stream().map(String::valueOf).toList();
        return texts;
      }
      return key.type().parse(String.valueOf(value));
    }
  }
}
