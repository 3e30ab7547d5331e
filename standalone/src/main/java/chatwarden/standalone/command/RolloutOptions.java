package chatwarden.standalone.command;

import chatwarden.rollout.v1.GetRolloutResponse;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutServiceGrpc;
import chatwarden.rollout.v1.RolloutServiceGrpc.RolloutServiceBlockingStub;
import chatwarden.runtime.config.DurationText;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.rollout.RolloutText;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every command about a rollout, and its call. */
final class RolloutOptions {

  private static final int TIMEOUT_SECONDS = 30;

  @Parameters(paramLabel = "NAME", description = "The name of the model.")
  private String model = "";

  @Mixin private BridgeOptions bridge = new BridgeOptions();

  @Option(names = "--json", description = "Prints JSON, as the API answers.")
  private boolean json;

  String model() {
    return model;
  }

  /** Returns the answer of the bridge. */
  <T> T call(Function<RolloutServiceBlockingStub, T> call) throws Exception {
    return bridge.call(
        channel ->
            call.apply(
                RolloutServiceGrpc.newBlockingStub(channel)
                    .withWaitForReady()
                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)));
  }

  void printRollout(Rollout rollout, PrintWriter out) {
    if (json) {
      out.println(json(rollout));
    } else {
      out.println(RolloutText.line(rollout));
    }
  }

  void print(GetRolloutResponse found, PrintWriter out) {
    if (json) {
      out.println(json(found));
    } else {
      RolloutText.lines(found).forEach(out::println);
    }
  }

  /** Returns a length of time. */
  static Duration time(String option, String text) {
    try {
      return DurationText.parse(text);
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(option, text + " (expected: a time such as 30s or 10m)");
    }
  }

  private static String json(MessageOrBuilder message) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the answer has no JSON (a bug)", e);
    }
  }
}
