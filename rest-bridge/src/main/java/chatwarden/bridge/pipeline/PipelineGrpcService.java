package chatwarden.bridge.pipeline;

import chatwarden.bridge.access.AccessControl;
import chatwarden.bridge.door.StoreCalls;
import chatwarden.mlops.v1.CancelRunRequest;
import chatwarden.mlops.v1.GetRunRequest;
import chatwarden.mlops.v1.ListPipelinesRequest;
import chatwarden.mlops.v1.ListPipelinesResponse;
import chatwarden.mlops.v1.ListRunActionsRequest;
import chatwarden.mlops.v1.ListRunActionsResponse;
import chatwarden.mlops.v1.ListRunsRequest;
import chatwarden.mlops.v1.ListRunsResponse;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineServiceGrpc.PipelineServiceImplBase;
import chatwarden.mlops.v1.ReadArtefactRequest;
import chatwarden.mlops.v1.ReadArtefactResponse;
import chatwarden.mlops.v1.ReadStepLogRequest;
import chatwarden.mlops.v1.ReadStepLogResponse;
import chatwarden.mlops.v1.ResumeRunRequest;
import chatwarden.mlops.v1.RunParameter;
import chatwarden.mlops.v1.RunPipelineRequest;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.pipeline.PipelinePage;
import chatwarden.store.pipeline.RunActionPage;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.pipeline.RunPage;
import chatwarden.store.pipeline.RunStore;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.TreeMap;

/** The pipelines and their runs, as {@code PipelineService}. Answers on virtual threads. */
public final class PipelineGrpcService extends PipelineServiceImplBase {

  private final RunStore runs;
  private final ArtefactReader artefacts;
  private final StoreCalls calls;

  /** A door to the runs, and to the files that their steps leave in a folder. */
  public PipelineGrpcService(RunStore runs, RunFolder folder, StoreCalls calls) {
    this.runs = runs;
    this.artefacts = new ArtefactReader(runs, folder);
    this.calls = calls;
  }

  @Override
  public void listPipelines(
      ListPipelinesRequest request, StreamObserver<ListPipelinesResponse> observer) {
    calls.answer(
        observer,
        () -> {
          PipelinePage page = runs.pipelines(request.getPageSize(), request.getPageToken());
          return ListPipelinesResponse.newBuilder()
              .addAllPipelines(page.pipelines())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void runPipeline(RunPipelineRequest request, StreamObserver<PipelineRun> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(
        observer,
        () -> runs.start(request.getPipeline(), request.getRun(), parameters(request), caller));
  }

  private static Map<String, String> parameters(RunPipelineRequest request) {
    Map<String, String> values = new TreeMap<>();
    for (RunParameter parameter : request.getParametersList()) {
      if (values.put(parameter.getName(), parameter.getValue()) != null) {
        throw InvalidInputException.of("parameters", "have the same name twice");
      }
    }
    return values;
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
    calls.answer(
        observer,
        () -> {
          RunPage page = runs.list(request.getPageSize(), request.getPageToken());
          return ListRunsResponse.newBuilder()
              .addAllRuns(page.runs())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<PipelineRun> observer) {
    calls.answer(
        observer,
        () ->
            runs.find(request.getRun())
                .orElseThrow(
                    () -> FaultCode.NOT_FOUND.exception("RUN_NOT_FOUND", "no run has this id")));
  }

  @Override
  public void readStepLog(
      ReadStepLogRequest request, StreamObserver<ReadStepLogResponse> observer) {
    calls.answer(observer, () -> runs.log(request.getRun(), request.getStep()));
  }

  @Override
  public void readArtefact(
      ReadArtefactRequest request, StreamObserver<ReadArtefactResponse> observer) {
    calls.answer(observer, () -> artefacts.read(request));
  }

  @Override
  public void cancelRun(CancelRunRequest request, StreamObserver<PipelineRun> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(observer, () -> runs.cancel(request.getRun(), caller));
  }

  @Override
  public void resumeRun(ResumeRunRequest request, StreamObserver<PipelineRun> observer) {
    String caller = AccessControl.currentCaller();
    calls.answer(observer, () -> runs.resume(request.getRun(), caller));
  }

  @Override
  public void listRunActions(
      ListRunActionsRequest request, StreamObserver<ListRunActionsResponse> observer) {
    calls.answer(
        observer,
        () -> {
          RunActionPage page = runs.actions(request.getPageSize(), request.getPageToken());
          return ListRunActionsResponse.newBuilder()
              .addAllActions(page.actions())
              .setNextPageToken(page.nextPageToken())
              .build();
        });
  }
}
