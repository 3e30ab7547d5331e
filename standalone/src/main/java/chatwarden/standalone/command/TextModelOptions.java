package chatwarden.standalone.command;

import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.ServingKeys;
import chatwarden.standalone.batch.AnswerColumns;
import chatwarden.standalone.batch.BatchRun;
import chatwarden.standalone.batch.ProgressMeter;
import chatwarden.standalone.jsonl.TextJob;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.terminal.StandardError;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
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

  /** A file is read for the best answer, however long it takes. */
  private static final String UNHURRIED = "1d";

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
      paramLabel = "SOURCE",
      description =
          "The folder of the models, or the address of a version. Default: the models that ship.")
  private @Nullable String models;

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "The server to ask. Default: the model runs in this process.")
  private @Nullable String target;

  @Mixin private FileOptions files = new FileOptions();

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
   * Runs standard input, or a file, through the model.
   *
   * @param server the server of the model, within this process
   * @param serverTarget where that server is found
   * @param client how to ask it
   * @param columns what an answer adds to a file
   * @param more the further options that answers depend on, by name
   * @return the exit status
   */
  int run(
      BiFunction<Config, Telemetry, ServicePart> server,
      String serverTarget,
      Function<Channel, TextModel> client,
      AnswerColumns columns,
      Map<String, String> more)
      throws Exception {
    Asking asking =
        files.isGiven()
            ? channel -> runFile(client.apply(bounded(channel)), columns, more)
            : channel -> runLines(client.apply(channel));
    ConfigOptions.Flags flags = new ConfigOptions.Flags();
    if (target != null) {
      return ask(target, options.load(flags), asking);
    }
    flags
        .put(SourceKeys.SOURCES, models)
        .put(ServingKeys.MODEL_VERSIONS, model.contains("@") ? EVERY_VERSION : null);
    if (files.isGiven()) {
      flags
          .put(ServingKeys.REFINE_BUDGET, UNHURRIED)
          .put(ServingKeys.MODEL_POLL, "0s")
          .put(AdmissionBudget.BUDGET, "0s");
    }
    Config config = options.load(flags);
    try (Telemetry telemetry = Telemetry.prometheus()) {
      ServicePart started = server.apply(config, telemetry);
      started.start();
      try {
        return ask(serverTarget, config, asking);
      } finally {
        started.close();
      }
    }
  }

  /** Asks the server that a channel leads to, and gives the exit status. */
  @FunctionalInterface
  private interface Asking {
    int ask(Channel channel) throws IOException;
  }

  private static int ask(String target, Config config, Asking asking) throws IOException {
    ManagedChannel channel = GrpcChannels.open(target, config);
    try {
      return asking.ask(channel);
    } catch (CompletionException e) {
      throw explained(target, e);
    } finally {
      channel.shutdownNow();
    }
  }

  /** A model in this process answers in its own time. */
  private Channel bounded(Channel channel) {
    return target == null ? channel : files.bounded(channel);
  }

  private static int runLines(TextModel model) throws IOException {
    // Not System.out: that flushes every line.
    try (PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
            false,
            StandardCharsets.UTF_8)) {
      return new TextJob(model, out).run(System.in) ? 0 : 1;
    }
  }

  private int runFile(TextModel asked, AnswerColumns columns, Map<String, String> more) {
    Map<String, String> question = new TreeMap<>(more);
    question.put("--language", language());
    question.put("--model", model);
    ProgressMeter meter =
        new ProgressMeter(System.err, StandardError.isTerminal(), System::nanoTime);
    BatchRun run = new BatchRun(files.settings(question), asked, columns, meter, System::nanoTime);
    try {
      return run.run() == 0 ? 0 : 1;
    } catch (IOException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "FILE_FAILED", "the files cannot be read or written: " + FaultWords.of(e), e);
    }
  }

  private static ChatwardenException explained(String target, CompletionException failure) {
    if (failure.getCause() instanceof StatusRuntimeException status) {
      return ServerFault.of(target, status);
    }
    throw new IllegalStateException("a call to " + target + " failed (a bug)", failure);
  }
}
