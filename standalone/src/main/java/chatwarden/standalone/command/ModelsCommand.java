package chatwarden.standalone.command;

import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.RepositoryIndexRequest;
import chatwarden.inference.v2.RepositoryIndexResponse.ModelIndex;
import chatwarden.repository.FoundModel;
import chatwarden.repository.ModelManifest;
import chatwarden.repository.source.ConfiguredSources;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.serving.door.ServingKeys;
import chatwarden.standalone.process.ModelServers;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "models",
    description = {
      "Lists the versions of models: those of the sources, each loaded and warmed once as a server"
          + " does, or those that a running model server has.",
      "States: served; older, where newer versions are served in its place; broken, with the"
          + " problem.",
      "Usage: research, where a data set of the model allows no other or states no licence; any."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ModelsConvertCommand.class,
      ModelsPushCommand.class,
      ModelsRegisterCommand.class
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:No version is broken.", "1:Some are.", "2:They could not be listed."})
final class ModelsCommand implements Callable<Integer> {
  private static final long TIMEOUT_SECONDS = 10;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--models",
      paramLabel = "SOURCE",
      description =
          "The folder of the models, or the address of a version. Default: the models that ship.")
  private @Nullable String models;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "The server to ask. Default: the sources are listed.")
  private @Nullable String target;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @Override
  public Integer call() {
    if (target != null) {
      askServer(target);
    } else {
      readSources();
    }
    PrintWriter out = spec.commandLine().getOut();
    print(out);
    problems.forEach(out::println);
    return problems.isEmpty() ? 0 : 1;
  }

  private void askServer(String server) {
    rows.add(List.of("MODEL", "VERSION", "STATE"));
    ManagedChannel channel = GrpcChannels.open(server, options.load(new ConfigOptions.Flags()));
    try {
      GRPCInferenceServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
          .getModelsList()
          .forEach(this::add);
    } catch (StatusRuntimeException e) {
      throw ServerFault.of(server, e);
    } finally {
      channel.shutdownNow();
    }
  }

  private void add(ModelIndex version) {
    boolean isServed = version.getReason().isEmpty();
    rows.add(List.of(version.getName(), version.getVersion(), isServed ? "served" : "broken"));
    if (!isServed) {
      problems.add(version.getName() + "@" + version.getVersion() + ": " + version.getReason());
    }
  }

  private void readSources() {
    rows.add(List.of("MODEL", "VERSION", "STATE", "TASK", "LANGUAGES", "FORMAT", "USAGE", "SIZE"));
    Config config = options.load(new ConfigOptions.Flags().put(SourceKeys.SOURCES, models));
    List<FoundModel> found = FoundModel.in(ConfiguredSources.open(config), ModelServers.tasks());
    Set<String> served = served(found, config);
    for (FoundModel version : found) {
      boolean isBroken = !version.problem().isEmpty();
      String state =
          isBroken ? "broken" : served.contains(version.id().toString()) ? "served" : "older";
      ModelManifest manifest = version.manifest().orElse(null);
      rows.add(
          List.of(
              version.id().name(),
              version.id().version(),
              state,
              manifest == null ? "?" : manifest.task(),
              manifest == null ? "?" : String.join(",", manifest.languages()),
              manifest == null ? "?" : manifest.format(),
              manifest == null ? "?" : manifest.usage().word(),
              isBroken ? "?" : megabytes(version.bytes())));
      if (isBroken) {
        problems.add(version.id() + ": " + version.problem());
      }
    }
  }

  /** The newest good versions of each model, as many as the settings say, and the pinned ones. */
  private static Set<String> served(List<FoundModel> found, Config config) {
    Set<String> served = new HashSet<>();
    Map<String, Integer> counts = new HashMap<>();
    for (FoundModel version : found.reversed()) {
      if (version.problem().isEmpty() && version.manifest().isPresent()) {
        var policy = ServingKeys.versions(config, version.manifest().get().task());
        String id = version.id().toString();
        int newer = counts.getOrDefault(version.id().name(), 0);
        if (newer < policy.newest() || policy.preferred().containsValue(id)) {
          served.add(id);
          counts.put(version.id().name(), newer + 1);
        }
      }
    }
    return served;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private void print(PrintWriter out) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < rows.getFirst().size(); column++) {
      int place = column;
      widths.add(rows.stream().mapToInt(row -> row.get(place).length()).max().orElse(0));
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column));
        line.repeat(' ', widths.get(column) - row.get(column).length() + 2);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
