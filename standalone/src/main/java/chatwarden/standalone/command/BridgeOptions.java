package chatwarden.standalone.command;

import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.standalone.process.BridgeKey;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that call a bridge. */
final class BridgeOptions {
  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8080",
      description = "The bridge. Default: ${DEFAULT-VALUE}.")
  private String target = "localhost:8080";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:CHATWARDEN_KEY}",
      description =
          "The API key, where the bridge wants one; better in the variable CHATWARDEN_KEY, which"
              + " no list of processes shows.")
  private @Nullable String key;

  /** Work with a bridge. */
  interface Task<T> {
    T with(Channel bridge) throws Exception;
  }

  String target() {
    return target;
  }

  /** Runs the task; a call that fails ends it in one line. */
  <T> T call(Task<T> task) throws Exception {
    ManagedChannel channel = GrpcChannels.open(target);
    try {
      return task.with(BridgeKey.on(channel, key == null ? "" : key));
    } catch (StatusRuntimeException e) {
      throw ServerFault.of(target, e);
    } finally {
      channel.shutdownNow();
    }
  }
}
