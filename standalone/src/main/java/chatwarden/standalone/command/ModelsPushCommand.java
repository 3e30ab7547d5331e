package chatwarden.standalone.command;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import chatwarden.repository.remote.ArtefactUpload;
import chatwarden.repository.source.ConfiguredSources;
import chatwarden.repository.source.SourceKeys;
import chatwarden.repository.storage.ModelUpload;
import chatwarden.repository.storage.StoredPlace;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.DurationText;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "push",
    description = {
      "Uploads a version of a model, and the versions that it names as tiers, to"
          + " DESTINATION/<name>/<version>/, and makes it the one of DESTINATION/<name>/model.yaml,"
          + " which servers may follow.",
      "Files that are there already are skipped, so a push that was cut goes on. A version that is"
          + " there with other content is not replaced.",
      "Keys: model.azure-key; model.s3-access-key and model.s3-secret-key."
    },
    mixinStandardHelpOptions = true)
final class ModelsPushCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable String models;

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = {
        "Prints an address that is good for so long, such as 24h, and from which a server starts"
            + " without a key: chatwarden serve classifier --models ADDRESS. It is a credential,",
        "and replaces the files' addresses that an earlier one leads to."
      })
  private @Nullable String expires;

  @Parameters(index = "0", paramLabel = "NAME[@VERSION]", description = "Default: the newest.")
  private String model = "";

  @Parameters(
      index = "1",
      paramLabel = "DESTINATION",
      description = {
        "az://ACCOUNT/CONTAINER/PREFIX, s3://BUCKET/PREFIX, or",
        "https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX?SAS, with a signature to read,"
            + " create and write."
      })
  private String destination = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    @Nullable Duration validity = expires == null ? null : validity(expires);
    Config config = options.load(new ConfigOptions.Flags().put(SourceKeys.SOURCES, models));
    StoredPlace place =
        StoredPlace.destination(destination, SourceKeys.stores(config), InstantSource.system());
    ModelFiles version = ModelFiles.open(folder(ConfiguredSources.folder(config)));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ModelUpload upload =
        new ModelUpload(place, new ArtefactUpload(ConfiguredSources.bounds(config)), err::println);
    upload.push(version);
    if (validity == null) {
      out.println(version.manifest().id());
    } else {
      out.println(upload.link(version, Instant.now(), validity));
    }
    out.flush();
    return 0;
  }

  private static Duration validity(String text) {
    try {
      Duration validity = DurationText.parse(text);
      if (validity.toSeconds() >= 1) {
        return validity;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // Answered below, as one that is too short is.
    }
    throw InvalidInputException.of("--expires", text + " (expected: at least 1s, such as 24h)");
  }

  private Path folder(Path repository) {
    TreeMap<ModelId, Path> versions = new TreeMap<>(ModelFolder.at(repository).versions());
    for (Map.Entry<ModelId, Path> version : versions.descendingMap().entrySet()) {
      ModelId id = version.getKey();
      if (model.equals(id.name()) || model.equals(id.toString())) {
        return version.getValue();
      }
    }
    throw InvalidInputException.of(
        "NAME[@VERSION]", model + " (expected: one of " + versions.keySet() + ")");
  }
}
