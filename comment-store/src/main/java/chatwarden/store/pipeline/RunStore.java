package chatwarden.store.pipeline;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.ReadStepLogResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import java.util.Map;
import java.util.Optional;

/**
 * The pipelines and their runs, for those who watch and control them. Safe for use by many threads;
 * every method blocks for at most the command timeout and fails with {@link FaultCode#UNAVAILABLE}
 * while the store is away.
 */
public interface RunStore {

  /**
   * Returns a page of the pipelines, by name.
   *
   * @param pageSize how many at most, in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first page
   * @throws InvalidInputException naming {@code page_size} or {@code page_token}
   */
  PipelinePage pipelines(int pageSize, String pageToken);

  /**
   * Begins a run.
   *
   * @param id of the run; empty to have one made
   * @param parameters values of parameters that differ from the pipeline's
   * @param caller who begins it
   * @return the run; where there was one of this id, that
   * @throws ChatwardenException NOT_FOUND when the pipeline does not exist, FAILED_PRECONDITION
   *     while another run of it goes on
   * @throws InvalidInputException naming {@code run} or a parameter
   */
  PipelineRun start(String pipeline, String id, Map<String, String> parameters, String caller);

  /** Returns the run of an id, if there is one. */
  Optional<PipelineRun> find(String id);

  /**
   * Returns a page of the runs, the newest first.
   *
   * @param pageSize how many at most, in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first page
   * @throws InvalidInputException naming {@code page_size} or {@code page_token}
   */
  RunPage list(int pageSize, String pageToken);

  /**
   * Cancels a run; changes nothing when it is over.
   *
   * @throws ChatwardenException NOT_FOUND when the run does not exist
   */
  PipelineRun cancel(String id, String caller);

  /**
   * Goes on with a run that failed or was cancelled.
   *
   * @throws ChatwardenException NOT_FOUND when the run does not exist, FAILED_PRECONDITION when it
   *     is done or another run of the pipeline goes on
   */
  PipelineRun resume(String id, String caller);

  /**
   * Returns the end of the log of a step.
   *
   * @throws ChatwardenException NOT_FOUND when the step does not exist
   */
  ReadStepLogResponse log(String run, String step);

  /**
   * Returns a page of the actions on runs, the newest first.
   *
   * @param pageSize how many at most, in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first page
   * @throws InvalidInputException naming {@code page_size} or {@code page_token}
   */
  RunActionPage actions(int pageSize, String pageToken);
}
