package chatwarden.deploy.settings;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.standalone.process.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The variables of the environment that are settings. */
public final class SettingVariables {
  private static final Pattern VARIABLE = Pattern.compile("\\bCHATWARDEN_[A-Z0-9_]+\\b");

  private SettingVariables() {}

  /** Returns the variables of all settings. */
  public static Set<String> known() {
    return Settings.keys().stream()
        .map(ConfigKey::name)
        .map(SettingVariables::variable)
        .collect(Collectors.toSet());
  }

  /** Returns those variables of a text that are the setting of no process. */
  public static List<String> unknownIn(String text) {
    return unknown(VARIABLE.matcher(text).results().map(MatchResult::group).toList());
  }

  /** Returns those of the variables with the prefix that are the setting of no process. */
  public static List<String> unknown(Collection<String> variables) {
    Set<String> unknown = new TreeSet<>(variables);
    unknown.removeIf(name -> !name.startsWith("CHATWARDEN_"));
    unknown.removeAll(known());
    return List.copyOf(unknown);
  }

  private static String variable(String setting) {
    return "CHATWARDEN_" + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
