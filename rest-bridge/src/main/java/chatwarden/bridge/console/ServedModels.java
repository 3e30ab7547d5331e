package chatwarden.bridge.console;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.console.v1.ServedModel;
import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.ModelStatistics;
import chatwarden.inference.v2.ModelStatisticsRequest;
import chatwarden.inference.v2.StatisticDuration;
import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a model server for the statistics of its versions. */
final class ServedModels {

  /** How long a server may take. */
  static final java.time.Duration LIMIT = java.time.Duration.ofSeconds(2);

  private ServedModels() {}

  /** Returns the served versions; fails where the server does not answer in time. */
  static List<ServedModel> ask(ModelPeer peer, Channel channel) {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .modelStatistics(ModelStatisticsRequest.getDefaultInstance())
        .getModelStatsList()
        .stream()
        .map(statistics -> served(peer.name(), statistics))
        .toList();
  }

  static ServedModel served(String server, ModelStatistics statistics) {
    var times = statistics.getInferenceStats();
    ServedModel.Builder model =
        ServedModel.newBuilder()
            .setServer(server)
            .setName(statistics.getName())
            .setVersion(statistics.getVersion())
            .setTextCount(statistics.getInferenceCount())
            .setBatchCount(statistics.getExecutionCount())
            .setCallCount(times.getSuccess().getCount())
            .setFailedCount(times.getFail().getCount());
    if (times.getSuccess().getCount() > 0) {
      model.setMeanCall(mean(times.getSuccess()));
    }
    if (times.getQueue().getCount() > 0) {
      model.setMeanWait(mean(times.getQueue()));
    }
    if (times.getComputeInfer().getCount() > 0) {
      model.setMeanRun(mean(times.getComputeInfer()));
    }
    if (statistics.getLastInference() > 0) {
      model.setLastRunTime(Timestamps.fromMillis(statistics.getLastInference()));
    }
    return model.build();
  }

  private static Duration mean(StatisticDuration total) {
    return Durations.fromNanos(total.getNs() / total.getCount());
  }
}
