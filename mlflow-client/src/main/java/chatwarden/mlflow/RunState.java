package chatwarden.mlflow;

/** The states of a run. */
public enum RunState {
  /** It is under way, or was killed without a trace. */
  RUNNING,
  /** It ended well. */
  FINISHED,
  /** It ended with a fault. */
  FAILED,
  /** It was stopped. */
  KILLED;
}
