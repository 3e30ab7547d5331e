package chatwarden.standalone.command;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelPlacement;
import chatwarden.repository.source.ConfiguredSources;
import chatwarden.repository.source.SourceKeys;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.StartRolloutRequest;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "register",
    description = {
      "Puts the newest version of a model in DIR among the models that are served, as the"
          + " challenger of the version that answers: its rollout is started first, so that the"
          + " version only compares until it is promoted.",
      "Run again, a registration that was cut goes on."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The version is among the models.", "2:It is not."})
final class ModelsRegisterCommand implements Callable<Integer> {
  @Mixin private ConfigOptions settings = new ConfigOptions();
  @Mixin private RolloutOptions options = new RolloutOptions();
  @Mixin private CriteriaOptions criteria = new CriteriaOptions();

  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "DIR",
      description = "The folder of models in which the version is.")
  private Path candidate = Path.of("");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "The folder of the models that are served. Default, also for an empty one:"
              + " model.sources.")
  private String models = "";

  @Option(
      names = "--at-once",
      description = "Starts no rollout: the version answers as soon as the servers see it.")
  private boolean atOnce;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Config config =
        settings.load(
            new ConfigOptions.Flags().put(SourceKeys.SOURCES, models.isEmpty() ? null : models));
    Path served = ConfiguredSources.folder(config);
    ModelFiles version = ModelFiles.open(newest());
    PrintWriter out = spec.commandLine().getOut();
    boolean isThere = ModelPlacement.isPlaced(version, served); // Fails before a rollout begins.
    if (!atOnce) {
      StartRolloutRequest request =
          StartRolloutRequest.newBuilder()
              .setModel(options.model())
              .setChallenger(version.manifest().id().version())
              .setCriteria(criteria.criteria())
              .build();
      Rollout started = options.call(bridge -> bridge.startRollout(request));
      options.printRollout(started, out);
    }
    Path place = ModelPlacement.place(version, served);
    out.println(isThere ? place + " was there already" : place.toString());
    out.flush();
    return 0;
  }

  private Path newest() {
    TreeMap<ModelId, Path> versions = new TreeMap<>(ModelFolder.at(candidate).versions());
    for (Map.Entry<ModelId, Path> version : versions.descendingMap().entrySet()) {
      if (version.getKey().name().equals(options.model())) {
        return version.getValue();
      }
    }
    throw InvalidInputException.of(
        "--candidate",
        "no version of %s in %s (expected: one of %s)"
            .formatted(options.model(), candidate, versions.keySet()));
  }
}
