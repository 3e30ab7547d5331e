package chatwarden.store.pipeline;

import chatwarden.mlops.v1.Pipeline;
import java.util.List;

/**
 * Some pipelines.
 *
 * @param pipelines by name
 * @param nextPageToken of the next page; empty on the last
 */
public record PipelinePage(List<Pipeline> pipelines, String nextPageToken) {

  /** Copies the pipelines. */
  public PipelinePage {
    pipelines = List.copyOf(pipelines);
  }
}
