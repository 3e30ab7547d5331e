package chatwarden.mlops.stageone;

import chatwarden.mlops.baseline.BaselineOutcome;
import chatwarden.mlops.evaluation.PairedTest;

/**
 * A comparison with the classic baseline on the development split.
 *
 * @param outcome its figures
 * @param test the paired test of the model against its vote
 */
public record BaselineComparison(BaselineOutcome outcome, PairedTest test) {}
