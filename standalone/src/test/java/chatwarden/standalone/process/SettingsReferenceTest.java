package chatwarden.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.config.Setting;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference of the settings, made from their keys. */
class SettingsReferenceTest {

  private static final Path REFERENCE = ProjectRoot.find().resolve("docs/reference/settings.md");
  private static final Path FRESH = Path.of("target/settings.md");

  @Test
  void theReferenceHasEverySettingWithItsDefault() throws IOException {
    String made = made();
    Files.createDirectories(Path.of("target"));
    Files.writeString(FRESH, made);

    assertThat(REFERENCE)
        .as("out of date: copy standalone/%s to docs/reference/settings.md", FRESH)
        .content()
        .isEqualTo(made);
  }

  private static String made() {
    StringBuilder page =
        new StringBuilder(
            """
            # Settings

            Made from the code. A setting `a.b` is `a: {b: …}` in `chatwarden.yaml`, `CHATWARDEN_A_B` in the environment and `--set a.b=…` on the command line; the later of these wins. `chatwarden config` prints the values in force and their origins.

            | setting | default | values | meaning |
            |---|---|---|---|
            """);
    Map<String, ConfigKey<?>> keys =
        Settings.keys().stream()
            .collect(Collectors.toMap(ConfigKey::name, key -> key, (one, same) -> one));
    List<Setting> settings =
        ConfigLoader.of(Settings.keys()).load().settings().stream()
            .sorted(Comparator.comparing(Setting::name))
            .toList();
    for (Setting setting : settings) {
      ConfigKey<?> key = Objects.requireNonNull(keys.get(setting.name()));
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.name(),
                  setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`",
                  escaped(key.expectation()),
                  escaped(setting.description())));
    }
    return page.toString();
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
