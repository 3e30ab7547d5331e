package chatwarden.mlops.stageone;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.evaluation.PairedTest;
import chatwarden.mlops.gate.Probe;
import chatwarden.mlops.run.ErrorRise;
import chatwarden.mlops.run.GateResult;
import chatwarden.mlops.run.ServedVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The comparison of two versions of a classifier.
 *
 * @param rows the development split
 * @param probes the further texts that a version is not to answer worse
 * @param seed where the draws of the intervals start
 */
public record StageOneGate(List<LabelledText> rows, List<Probe> probes, long seed) {

  /** Copies the lists. */
  public StageOneGate {
    rows = List.copyOf(rows);
    probes = List.copyOf(probes);
  }

  /** Returns the figures of the version in a folder, opened as a server would. */
  StageOneFigures figures(Path folder) throws IOException {
    return ServedVersion.with(
        ClassifierLoaders.task(),
        folder,
        lease -> StageOneFigures.of(lease.model(), rows, probes, seed));
  }

  /** Returns the paired test of answers against others to the same rows. */
  PairedTest test(List<ClassProbabilities> candidate, List<ClassProbabilities> other) {
    int[] truth = rows.stream().mapToInt(LabelledText::label).toArray();
    return PairedTest.ofLabels(
        given(candidate), given(other), truth, StageOneTraining.LABELS.size(), seed);
  }

  private static int[] given(List<ClassProbabilities> answers) {
    return answers.stream().mapToInt(a -> StageOneTraining.LABELS.indexOf(a.label())).toArray();
  }

  /**
   * Returns the result of the gate for a candidate.
   *
   * @param before the folder of the version whose place it is to take
   */
  public GateResult<StageOneFigures> result(Path candidate, Path before) throws IOException {
    StageOneFigures now = figures(candidate);
    StageOneFigures earlier = figures(before);
    return new GateResult<>(
        String.valueOf(before.getFileName()),
        earlier,
        test(now.answers(), earlier.answers()),
        ErrorRise.of(earlier.errors(), now.errors()));
  }
}
