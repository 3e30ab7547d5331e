package chatwarden.standalone.command;

import chatwarden.bridge.json.ProtoJsonReader;
import chatwarden.bridge.json.ProtoJsonWriter;
import chatwarden.policy.v1.BacktestSettingsRequest;
import chatwarden.policy.v1.BacktestSettingsResponse;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.ChatSettingsServiceGrpc;
import chatwarden.settings.v1.GetChatSettingsRequest;
import chatwarden.settings.v1.Rule;
import chatwarden.standalone.backtest.BacktestSum;
import chatwarden.standalone.terminal.SafeText;
import com.google.protobuf.Timestamp;
import io.grpc.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    description = {
      "Counts the stored comments of a chat that other settings, or another model, would have"
          + " flagged. Nothing is changed.",
      "Rules are added to those of the chat; other settings take their place."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The comments are counted.", "2:They could not be."})
final class BacktestCommand implements Callable<Integer> {
  private static final int PAGE = 5_000;
  private static final long TIMEOUT_SECONDS = 10;

  @Mixin private BridgeOptions bridge = new BridgeOptions();

  @Option(names = "--chat", paramLabel = "CHAT", required = true, description = "The chat's id.")
  private String chat = "";

  @Option(names = "--threshold", paramLabel = "P", description = "The flag threshold.")
  private @Nullable Float threshold;

  @Option(
      names = "--offensive-threshold",
      paramLabel = "P",
      description = "The threshold of OFFENSIVE alone.")
  private @Nullable Float offensiveThreshold;

  @Option(
      names = "--hate-threshold",
      paramLabel = "P",
      description = "The threshold of HATE alone.")
  private @Nullable Float hateThreshold;

  @Option(
      names = "--block",
      paramLabel = "PHRASE",
      description = "A phrase that flags; may be repeated.")
  private List<String> block = List.of();

  @Option(
      names = "--allow",
      paramLabel = "PHRASE",
      description = "A phrase that is excused; may be repeated.")
  private List<String> allow = List.of();

  @Option(
      names = "--language",
      paramLabel = "vi|en|auto",
      description = "The language to judge in: the classifier is asked about every comment.")
  private @Nullable String language;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings as JSON, as PATCH /v1/chats/CHAT/settings takes them.")
  private @Nullable Path settings;

  @Option(
      names = "--model",
      paramLabel = "NAME[@VERSION]",
      defaultValue = "",
      description =
          "The model to ask about every comment. Default: the stored probabilities are used.")
  private String model = "";

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Only the newest N comments. Default: all.")
  private long last;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only comments published at this time or later, such as 2026-01-31T18:00:00Z.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only comments published before this time.")
  private @Nullable String until;

  @Option(
      names = "--examples",
      paramLabel = "N",
      description = "How many comments to show each way, at most 100. Default: 5.")
  private int examples = 5;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    return bridge.call(
        channel -> {
          PrintWriter err = spec.commandLine().getErr();
          BacktestSettingsResponse test =
              BacktestSum.of(
                  channel,
                  request(channel),
                  last,
                  count -> err.println("compared " + count + " comments"));
          PrintWriter out = spec.commandLine().getOut();
          if (json) {
            out.println(new String(ProtoJsonWriter.write(test), StandardCharsets.UTF_8));
          } else {
            BacktestSum.lines(test, SafeText::of).forEach(out::println);
          }
          return 0;
        });
  }

  private BacktestSettingsRequest request(Channel channel) throws IOException {
    BacktestSettingsRequest.Builder request =
        BacktestSettingsRequest.newBuilder()
            .setChat(chat)
            .setModel(model)
            .setPageSize(PAGE)
            .setMaxExamples(examples)
            .setSettings(changed(channel));
    if (since != null) {
      request.setStartTime(time("--since", since));
    }
    if (until != null) {
      request.setEndTime(time("--until", until));
    }
    return request.build();
  }

  private ChatSettings changed(Channel channel) throws IOException {
    ChatSettings.Builder changed = ChatSettings.newBuilder();
    if (settings != null) {
      if (!Files.isReadable(settings)) {
        throw InvalidInputException.of("--settings", "cannot read the file " + settings);
      }
      try (InputStream in = Files.newInputStream(settings)) {
        ProtoJsonReader.read(in, changed);
      }
    }
    if (threshold != null) {
      changed.setFlagThreshold(threshold);
    }
    if (offensiveThreshold != null) {
      changed.setOffensiveThreshold(offensiveThreshold);
    }
    if (hateThreshold != null) {
      changed.setHateThreshold(hateThreshold);
    }
    if (language != null) {
      changed.setLanguage(language);
    }
    addRules(channel, changed);
    return changed.build();
  }

  /** An update replaces all rules of a kind, so those of the chat come first. */
  private void addRules(Channel channel, ChatSettings.Builder changed) {
    if (block.isEmpty() && allow.isEmpty()) {
      return;
    }
    ChatSettings stored =
        ChatSettingsServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .getChatSettings(GetChatSettingsRequest.newBuilder().setChat(chat).build());
    if (!block.isEmpty()) {
      if (changed.getBlockRulesCount() == 0) {
        changed.addAllBlockRules(stored.getBlockRulesList());
      }
      block.forEach(phrase -> changed.addBlockRules(Rule.newBuilder().setPhrase(phrase)));
    }
    if (!allow.isEmpty()) {
      if (changed.getAllowRulesCount() == 0) {
        changed.addAllAllowRules(stored.getAllowRulesList());
      }
      allow.forEach(phrase -> changed.addAllowRules(Rule.newBuilder().setPhrase(phrase)));
    }
  }

  private static Timestamp time(String option, String text) {
    try {
      Instant time = Instant.parse(text);
      return Timestamp.newBuilder()
          .setSeconds(time.getEpochSecond())
          .setNanos(time.getNano())
          .build();
    } catch (DateTimeParseException e) {
      throw InvalidInputException.of(
          option, text + " (expected: a time such as 2026-01-31T18:00:00Z)");
    }
  }
}
