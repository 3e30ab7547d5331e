package chatwarden.serving.door;

import chatwarden.serving.batch.BatchFunction;
import chatwarden.serving.repository.ModelId;
import java.util.List;

/** One question to one loaded model: what shares batches. */
record ModelRun<M, P, R>(ModelId id, M model, Inference<M, P, R> question)
    implements BatchFunction<P, R> {

  @Override
  public int tokens(P row) {
    return question.tokens(row);
  }

  @Override
  public List<R> run(List<P> rows) {
    return question.run(model, rows);
  }

  @Override
  public String toString() {
    return "model " + id;
  }
}
