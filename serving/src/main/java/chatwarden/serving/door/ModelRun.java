package chatwarden.serving.door;

import chatwarden.repository.ModelId;
import chatwarden.serving.batch.BatchFunction;
import chatwarden.serving.batch.RefineFunction;
import java.util.List;

/** One question to one loaded model: rows for equal runs share batches. */
record ModelRun<M, P, R>(ModelId id, M model, Inference<M, P, R> question, ModelCounts counts)
    implements BatchFunction<P, R>, RefineFunction<P, R> {

  @Override
  public int tokens(P row) {
    return question.tokens(row);
  }

  @Override
  public List<R> run(List<P> rows) {
    long begin = System.nanoTime();
    List<R> answers = question.run(model, rows);
    counts.ran(rows.size(), System.nanoTime() - begin);
    return answers;
  }

  @Override
  public void waited(long nanos) {
    counts.queued().add(nanos);
  }

  @Override
  public boolean isFinal(R answer) {
    return question.isFinal(answer);
  }

  @Override
  public double urgency(R answer) {
    return question.urgency(answer);
  }

  @Override
  public List<R> refine(List<P> rows, List<R> answers) {
    return question.refine(model, rows, answers);
  }

  @Override
  public String toString() {
    return "model " + id;
  }
}
