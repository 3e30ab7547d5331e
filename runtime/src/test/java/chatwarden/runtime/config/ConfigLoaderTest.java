package chatwarden.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {

  private static final ConfigKey<String> URI =
      ConfigKey.text("broker.uri", "embedded", "Where the broker is.");
  private static final ConfigKey<Integer> PORT =
      ConfigKey.integer("bridge.port", 8080, 0, 65_535, "The port.");
  private static final ConfigKey<Double> THRESHOLD =
      ConfigKey.decimal("flag.threshold", 0.3, 0, 1, "The threshold.");
  private static final ConfigKey<Boolean> COLOR = ConfigKey.flag("color", true, "Colours.");
  private static final ConfigKey<Duration> LINGER =
      ConfigKey.duration("stage.max-linger", Duration.ofMillis(5), "How long a batch waits.");
  private static final ConfigKey<List<String>> ORIGINS =
      ConfigKey.list("bridge.origins", List.of(), "Origins.");
  private static final ConfigKey<String> TOKEN = ConfigKey.text("api.token", "", "Key.").secret();
  private static final List<ConfigKey<?>> KEYS =
      List.of(URI, PORT, THRESHOLD, COLOR, LINGER, ORIGINS, TOKEN);

  @TempDir private Path folder = Path.of(".");

  @Test
  void nothingSaidGivesTheDefaults() {
    Config config = ConfigLoader.of(KEYS).load();

    assertThat(config.get(URI)).isEqualTo("embedded");
    assertThat(config.get(LINGER)).isEqualTo(Duration.ofMillis(5));
    assertThat(config.settings()).extracting(Setting::origin).containsOnly("default");
  }

  @Test
  void flagsBeatTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefaults() throws IOException {
    Path file = yaml("broker: {uri: from-file}\nbridge.port: 1\nstage: {max-linger: 1s}\n");
    Config config =
        ConfigLoader.of(KEYS)
            .file(file)
            .environment(
                Map.of(
                    "CHATWARDEN_BRIDGE_PORT", "2",
                    "CHATWARDEN_STAGE_MAX_LINGER", "2s",
                    "PATH", "/bin"))
            .flags(Map.of("stage.max-linger", "PT3S"))
            .load();

    assertThat(config.get(URI)).isEqualTo("from-file");
    assertThat(config.get(PORT)).isEqualTo(2);
    assertThat(config.get(LINGER)).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.get(COLOR)).isTrue();
    assertThat(config.settings())
        .filteredOn(setting -> !setting.origin().equals("default"))
        .extracting(Setting::name, Setting::origin, Setting::value, Setting::defaultValue)
        .containsExactly(
            tuple("bridge.port", "CHATWARDEN_BRIDGE_PORT", "2", "8080"),
            tuple("broker.uri", "chatwarden.yaml", "from-file", "embedded"),
            tuple("stage.max-linger", "--flag", "3s", "5ms"));
  }

  @Test
  void nestedAndDottedKeysAreTheSame() throws IOException {
    Config nested = ConfigLoader.of(KEYS).file(yaml("bridge:\n  port: 7\n")).load();
    Config dotted = ConfigLoader.of(KEYS).file(yaml("bridge.port: 7\n")).load();

    assertThat(nested.get(PORT)).isEqualTo(7);
    assertThat(dotted.get(PORT)).isEqualTo(7);
  }

  @Test
  void aKeyThatIsSetTwiceInTheFileFails() throws IOException {
    Path file = yaml("bridge:\n  port: 7\nbridge.port: 8\n");

    assertThatThrownBy(() -> ConfigLoader.of(KEYS).file(file).load())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bridge.port is set twice");
  }

  @Test
  void listsAreYamlListsInTheFileAndCommaSeparatedElsewhere() throws IOException {
    Config file = ConfigLoader.of(KEYS).file(yaml("bridge: {origins: [a, b]}")).load();
    Config flag = ConfigLoader.of(KEYS).flags(Map.of("bridge.origins", "a, b")).load();

    assertThat(file.get(ORIGINS)).containsExactly("a", "b");
    assertThat(flag.get(ORIGINS)).containsExactly("a", "b");
  }

  @Test
  void anUnknownKeyFailsAndNamesTheNearest() throws IOException {
    Path file = yaml("broker: {url: x}\n");

    assertThatThrownBy(() -> ConfigLoader.of(KEYS).file(file).load())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("broker.url: unknown key, from chatwarden.yaml; did you mean broker.uri?");
    assertThatThrownBy(
            () -> ConfigLoader.of(KEYS).environment(Map.of("CHATWARDEN_BRIDGE_PROT", "1")).load())
        .hasMessage(
            "bridge.prot: unknown key, from CHATWARDEN_BRIDGE_PROT; did you mean bridge.port?");
    assertThatThrownBy(() -> ConfigLoader.of(KEYS).flags(Map.of("xyz", "1")).load())
        .hasMessage("xyz: unknown key, from --flag");
  }

  @Test
  void variablesOfTheLauncherAreNoSettings() {
    Config config =
        ConfigLoader.of(KEYS)
            .environment(
                Map.of(
                    "CHATWARDEN_HOME", "/x",
                    "CHATWARDEN_JAVA_OPTS", "-Xmx1g",
                    "CHATWARDEN_NO_BUILD", "1"))
            .load();

    assertThat(config.get(COLOR)).isTrue();
  }

  @Test
  void everyWrongValueIsNamedWithItsExpectationAndOrigin() throws IOException {
    Path file = yaml("bridge: {port: 65536, origins: [a, ' ']}\nflag.threshold: hot\n");
    InvalidInputException fault =
        catchThrowableOfType(
            InvalidInputException.class,
            () ->
                ConfigLoader.of(KEYS)
                    .file(file)
                    .environment(Map.of("CHATWARDEN_COLOR", "yes"))
                    .flags(Map.of("stage.max-linger", "5 parsecs"))
                    .load());

    assertThat(fault.reason()).isEqualTo("INVALID_CONFIGURATION");
    assertThat(fault.problems())
        .extracting(FieldProblem::toString)
        .containsExactly(
            "bridge.origins: [a,  ] (expected: a list without blank elements), from"
                + " chatwarden.yaml",
            "bridge.port: 65536 (expected: an integer in [0, 65535]), from chatwarden.yaml",
            "color: yes (expected: true or false), from CHATWARDEN_COLOR",
            "flag.threshold: hot (expected: a number in [0.0, 1.0]), from chatwarden.yaml",
            "stage.max-linger: 5 parsecs (expected: a duration >= 0 such as 5ms, 10s, 2m, 1h, 7d"
                + " or PT5S), from --flag");
  }

  @Test
  void notANumberIsNoNumber() {
    assertThatThrownBy(() -> ConfigLoader.of(KEYS).flags(Map.of("flag.threshold", "NaN")).load())
        .hasMessageStartingWith("flag.threshold: NaN (expected");
  }

  @Test
  void aRenamedKeyIsStillRead() {
    Config config =
        ConfigLoader.of(KEYS)
            .renamed("broker.address", URI)
            .environment(Map.of("CHATWARDEN_BROKER_ADDRESS", "amqp://b"))
            .load();

    assertThat(config.get(URI)).isEqualTo("amqp://b");
  }

  @Test
  void aDeadKeyFailsAndSaysWhy() {
    assertThatThrownBy(
            () ->
                ConfigLoader.of(KEYS)
                    .dead("broker.heartbeat", "the broker decides")
                    .flags(Map.of("broker.heartbeat", "5s"))
                    .load())
        .hasMessage("broker.heartbeat: not used any more: the broker decides, from --flag");
  }

  @Test
  void secretsAndPasswordsAreNeverShown() {
    Config config =
        ConfigLoader.of(KEYS)
            .flags(Map.of("api.token", "s3cret", "broker.uri", "amqp://me:pass@host:5672/v"))
            .load();

    assertThat(config.get(TOKEN)).isEqualTo("s3cret");
    assertThat(config.get(URI)).isEqualTo("amqp://me:pass@host:5672/v");
    assertThat(config.settings())
        .extracting(Setting::value)
        .contains("<redacted>", "amqp://<redacted>@host:5672/v")
        .noneMatch(value -> value.contains("s3cret") || value.contains("pass@"));
  }

  @Test
  void aPresetIsADefaultOfThePlace() {
    Config config = ConfigLoader.of(KEYS).preset(URI, "amqp://here").load();

    assertThat(config.get(URI)).isEqualTo("amqp://here");
    assertThat(config.settings())
        .filteredOn(setting -> setting.name().equals("broker.uri"))
        .extracting(Setting::origin, Setting::defaultValue)
        .containsExactly(tuple("default", "amqp://here"));
  }

  @Test
  void brokenYamlNamesFileAndLine() throws IOException {
    Path file = yaml("color: true\nbridge: [\n");

    assertThatThrownBy(() -> ConfigLoader.of(KEYS).file(file).load())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("chatwarden.yaml: line 3");
    assertThatThrownBy(() -> ConfigLoader.of(KEYS).file(yaml("- a\n- b\n")).load())
        .hasMessageContaining("must hold a map");
    assertThatThrownBy(() -> ConfigLoader.of(KEYS).file(folder.resolve("none.yaml")).load())
        .hasMessageContaining("none.yaml: no such file");
  }

  @Test
  void anEmptyFileSaysNothing() throws IOException {
    for (String content : List.of("", "# nothing yet\n", "---\n")) {
      assertThat(ConfigLoader.of(KEYS).file(yaml(content)).load().get(PORT)).isEqualTo(8080);
    }
  }

  @Test
  void tagsAliasesWithoutAnchorAndSecondDocumentsAreRefused() throws IOException {
    for (String content :
        List.of("color: !!int 5", "color: !mine 5", "color: *none", "color: true\n---\na: b")) {
      Path file = yaml(content);
      assertThatThrownBy(() -> ConfigLoader.of(KEYS).file(file).load())
          .as(content)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void aKeyThatWasNotDeclaredIsABugThatSaysSo() {
    Config config = ConfigLoader.of(List.of(URI)).load();

    assertThatThrownBy(() -> config.get(PORT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bridge.port");
  }

  @Test
  void twoModulesMayDeclareTheSameKeyButNotDifferently() {
    ConfigKey<String> same = ConfigKey.text("broker.uri", "embedded", "In other words.");
    ConfigKey<String> other = ConfigKey.text("broker.uri", "amqp://b", "Where the broker is.");

    assertThat(ConfigLoader.of(List.of(URI, same)).load().get(same)).isEqualTo("embedded");
    assertThatThrownBy(() -> ConfigLoader.of(List.of(URI, other)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withChecksTheValue() {
    assertThat(Config.defaults().with(PORT, 0).get(PORT)).isZero();
    assertThatThrownBy(() -> Config.defaults().with(PORT, -1))
        .hasMessage("bridge.port: -1 (expected: an integer in [0, 65535])");
  }

  private Path yaml(String content) throws IOException {
    return Files.writeString(folder.resolve("chatwarden.yaml"), content);
  }
}
