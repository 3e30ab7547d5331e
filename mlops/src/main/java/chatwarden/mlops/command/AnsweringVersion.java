package chatwarden.mlops.command;

import chatwarden.rollout.v1.GetRolloutRequest;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutServiceGrpc;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The version of a model that answers while the model has a rollout, as a bridge says. */
final class AnsweringVersion {

  private static final int TIMEOUT_SECONDS = 30;
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private AnsweringVersion() {}

  /**
   * Asks a bridge.
   *
   * @param key the API key; empty where the bridge wants none
   * @return empty where the model has no rollout, so that its newest version answers
   * @throws ChatwardenException where the bridge refuses, or is away
   */
  static Optional<String> at(String bridge, String key, String model) {
    ManagedChannel channel = GrpcChannels.open(bridge);
    try {
      return Optional.of(
          answering(
              RolloutServiceGrpc.newBlockingStub(channel)
                  .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(key)))
                  .withWaitForReady()
                  .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                  .getRollout(GetRolloutRequest.newBuilder().setModel(model).build())
                  .getRollout()));
    } catch (StatusRuntimeException e) {
      ChatwardenException fault = StatusMapper.fromStatus(e);
      FaultCode.NOT_FOUND.orThrow(fault);
      return Optional.empty();
    } finally {
      channel.shutdownNow();
    }
  }

  private static Metadata headers(String key) {
    Metadata headers = new Metadata();
    if (!key.isEmpty()) {
      headers.put(AUTHORIZATION, "Bearer " + key);
    }
    return headers;
  }

  private static String answering(Rollout rollout) {
    return rollout.getStage() == RolloutStage.PROMOTED
        ? rollout.getChallenger()
        : rollout.getChampion();
  }
}
