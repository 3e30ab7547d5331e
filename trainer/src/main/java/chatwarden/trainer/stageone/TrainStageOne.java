package chatwarden.trainer.stageone;

import chatwarden.trainer.evaluation.Evaluation;
import chatwarden.trainer.evaluation.EvaluationReport;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a stage 1 model from the command line: language, data folder, models folder, version. */
public final class TrainStageOne {
  private TrainStageOne() {}

  /**
   * Runs the pipeline with the standard settings and prints the figures on the development split.
   *
   * @param args language ({@code vi} or {@code en}), data folder, models folder, version
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 4) {
      System.err.println("usage: TrainStageOne vi|en DATA_FOLDER MODELS_FOLDER VERSION");
      System.exit(2);
    }
    StageOneLanguage language = StageOneLanguage.of(args[0]);
    StageOneRun run =
        new StageOneRun(
            Path.of(args[1]), language, StageOneSettings.standard(), System.err::println);
    Evaluation evaluation = run.run(Path.of(args[2]), args[3]);
    System.out.print(EvaluationReport.markdown(evaluation));
  }
}
