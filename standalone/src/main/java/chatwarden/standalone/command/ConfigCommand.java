package chatwarden.standalone.command;

import chatwarden.runtime.config.Setting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "config",
    description = "Lists every setting with its value, where that comes from, and its meaning.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<Setting> settings = options.load(new ConfigOptions.Flags()).settings();
    for (Setting setting : settings) {
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %s%n    from %s (default: %s). %s%n",
              setting.name(),
              setting.value(),
              setting.origin(),
              setting.defaultValue(),
              setting.description());
    }
    return 0;
  }
}
