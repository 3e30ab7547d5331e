package chatwarden.trainer.stageone;

import chatwarden.trainer.baseline.BaselineOutcome;
import chatwarden.trainer.data.SplitCheck;
import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.ObfuscatedSuite;
import chatwarden.trainer.evaluation.PairedTest;
import chatwarden.trainer.search.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came out of a run.
 *
 * @param directory the folder of the model
 * @param accepted whether it passed the gate and so is a version that is served
 * @param evaluation the figures on the development split, which nothing was fitted on
 * @param obfuscated the same split, obfuscated
 * @param gate the comparison with the version before; empty if there is none
 * @param baseline the classic baseline on the same texts; empty where none was asked for
 * @param trials what the search tried; the settings as they were are the first
 * @param check which rows were left out
 */
public record StageOneOutcome(
    Path directory,
    boolean accepted,
    Evaluation evaluation,
    ObfuscatedSuite obfuscated,
    Optional<Gate> gate,
    Optional<Baseline> baseline,
    List<Trial> trials,
    SplitCheck check) {
  public StageOneOutcome {
    trials = List.copyOf(trials);
  }

  /**
   * A comparison with the classic baseline on the development split.
   *
   * @param outcome its figures
   * @param test the paired test of the model against its vote
   */
  public record Baseline(BaselineOutcome outcome, PairedTest test) {}

  /**
   * A comparison with the version before on the development split.
   *
   * @param version the version before
   * @param evaluation its figures
   * @param test the paired test of the new version against it
   */
  public record Gate(String version, Evaluation evaluation, PairedTest test) {
    /** Returns whether the new version may take the place of the one before. */
    public boolean passed() {
      return !test.worse();
    }
  }
}
