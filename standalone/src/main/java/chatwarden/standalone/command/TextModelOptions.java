package chatwarden.standalone.command;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.ServingKeys;
import chatwarden.standalone.jsonl.TextJob;
import chatwarden.standalone.jsonl.TextModel;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that run texts through a model, and the run itself. */
final class TextModelOptions {
  /** A version that is named may be any of those that lie there. */
  private static final Integer EVERY_VERSION = 1_000;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--language",
      paramLabel = "vi|en|auto",
      defaultValue = "auto",
      description = "The language of the texts; auto detects it text by text. Default: auto.")
  private Language language = Language.AUTO;

  @Option(
      names = "--model",
      paramLabel = "NAME[@VERSION]",
      defaultValue = "",
      description = "The model to ask. Default: the served one of the language.")
  private String model = "";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable String models;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "The server to ask. Default: the model runs in this process.")
  private @Nullable String target;

  /** What {@code --language} takes. */
  enum Language {
    VI,
    EN,
    AUTO
  }

  String language() {
    return language.name().toLowerCase(java.util.Locale.ROOT);
  }

  String model() {
    return model;
  }

  /**
   * Runs standard input through the model to standard output.
   *
   * @param server the server of the model, within this process
   * @param serverTarget where that server is found
   * @param client how to ask it
   * @return the exit status
   */
  int run(
      BiFunction<Config, Telemetry, ServicePart> server,
      String serverTarget,
      Function<Channel, TextModel> client)
      throws Exception {
    if (target != null) {
      return ask(target, options.load(new ConfigOptions.Flags()), client);
    }
    Config config =
        options.load(
            new ConfigOptions.Flags()
                .put(ServingKeys.MODEL_REPOSITORY, models)
                .put(ServingKeys.MODEL_VERSIONS, model.contains("@") ? EVERY_VERSION : null));
    try (Telemetry telemetry = Telemetry.prometheus()) {
      ServicePart started = server.apply(config, telemetry);
      started.start();
      try {
        return ask(serverTarget, config, client);
      } finally {
        started.close();
      }
    }
  }

  private static int ask(String target, Config config, Function<Channel, TextModel> client)
      throws IOException {
    ManagedChannel channel = GrpcChannels.open(target, config);
    // Not System.out: that flushes every line.
    try (PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8)) {
      return new TextJob(client.apply(channel), out).run(System.in) ? 0 : 1;
    } catch (CompletionException e) {
      throw explained(target, e);
    } finally {
      channel.shutdownNow();
    }
  }

  private static ChatwardenException explained(String target, CompletionException failure) {
    if (failure.getCause() instanceof StatusRuntimeException status) {
      return ServerFault.of(target, status);
    }
    throw new IllegalStateException("a call to " + target + " failed (a bug)", failure);
  }
}
