package chatwarden.mlops.search;

/** How far a trial is. */
public enum TrialState {
  /** Some worker is at it, or was when it was killed. */
  RUNNING,
  /** All folds were tried. */
  COMPLETE,
  /** It was stopped because others were better. */
  PRUNED,
  /** It has no loss: not a finite number, an error, or its worker was killed. */
  FAILED,
  /** It was queued by Optuna and not begun. */
  WAITING
}
