package chatwarden.standalone.command;

import chatwarden.mlops.v1.GetRunRequest;
import chatwarden.mlops.v1.ListRunsRequest;
import chatwarden.mlops.v1.ListRunsResponse;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineServiceGrpc;
import chatwarden.mlops.v1.PipelineServiceGrpc.PipelineServiceBlockingStub;
import chatwarden.mlops.v1.RunState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** The bridge that a command about pipelines calls. */
final class PipelineTarget {
  private static final long TIMEOUT_SECONDS = 20;
  private static final int PAGE = 200;
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Mixin private BridgeOptions bridge = new BridgeOptions();

  /** Work with the service. */
  interface Call {
    int with(PipelineServiceGrpc.PipelineServiceBlockingStub service) throws InterruptedException;
  }

  /** Does work with the service and returns its exit status. */
  int call(Call work) throws Exception {
    return bridge.call(channel -> work.with(PipelineServiceGrpc.newBlockingStub(channel)));
  }

  static PipelineServiceBlockingStub timed(PipelineServiceBlockingStub service) {
    return service.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Returns the run of an id, or else the newest run of the pipeline of that name. */
  static PipelineRun find(PipelineServiceBlockingStub service, String name) {
    try {
      return timed(service).getRun(GetRunRequest.newBuilder().setRun(name).build());
    } catch (StatusRuntimeException e) {
      Optional<PipelineRun> newest =
          e.getStatus().getCode() == Status.Code.NOT_FOUND
              ? newest(service, name)
              : Optional.empty();
      return newest.orElseThrow(() -> e);
    }
  }

  private static Optional<PipelineRun> newest(PipelineServiceBlockingStub service, String name) {
    String token = "";
    do {
      ListRunsResponse page =
          timed(service)
              .listRuns(ListRunsRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build());
      Optional<PipelineRun> found =
          page.getRunsList().stream().filter(run -> run.getPipeline().equals(name)).findFirst();
      if (found.isPresent()) {
        return found;
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return Optional.empty();
  }

  /** Waits for the end of a run. */
  static PipelineRun await(
      PipelineServiceBlockingStub service, PipelineRun begun, Consumer<PipelineRun> changes)
      throws InterruptedException {
    PipelineRun run = begun;
    changes.accept(run);
    while (run.getState() == RunState.RUN_RUNNING) {
      Thread.sleep(LOOK);
      run = timed(service).getRun(GetRunRequest.newBuilder().setRun(begun.getId()).build());
      changes.accept(run);
    }
    return run;
  }
}
