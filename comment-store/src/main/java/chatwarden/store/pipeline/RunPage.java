package chatwarden.store.pipeline;

import chatwarden.mlops.v1.PipelineRun;
import java.util.List;

/**
 * Some runs.
 *
 * @param runs the newest first
 * @param nextPageToken of the next page; empty on the last
 */
public record RunPage(List<PipelineRun> runs, String nextPageToken) {

  /** Copies the runs. */
  public RunPage {
    runs = List.copyOf(runs);
  }
}
