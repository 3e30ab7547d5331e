package chatwarden.mlops.stageone;

import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.evaluation.Evaluation;
import chatwarden.mlops.gate.Probe;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRun;
import chatwarden.mlops.run.VersionTarget;
import chatwarden.mlops.study.SearchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;

/** Trains classifiers on invented sentences whose class shows in one word. */
abstract class StageOneFixture {
  /** Texts that the gate watches. */
  List<Probe> probes = List.of();

  static final DataSet VI = DataSet.shipped(ClassifierLoaders.TASK, "vi");
  static final DataSet EN = DataSet.shipped(ClassifierLoaders.TASK, "en");
  static final List<List<String>> MARKS =
      List.of(List.of("tuyệt", "vui", "đẹp"), List.of("dở", "chán", "tệ"), List.of("cút", "biến"));
  static final List<String> FILLERS =
      List.of("hôm", "nay", "trời", "bạn", "xem", "video", "này", "ở", "nhà", "với", "mẹ", "em");

  final List<String> progress = new ArrayList<>();

  @TempDir Path folder;

  Evaluation run(Path models) throws IOException {
    return run(models, "1", 1).figures().evaluation();
  }

  TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> run(
      Path models, String version, int trials) throws IOException {
    return run(models, version, trials, StageOneTeaching.NONE);
  }

  TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> run(
      Path models, String version, int trials, StageOneTeaching teaching) throws IOException {
    return run(StageOneKind.LINEAR, VI, models, version, trials, teaching, progress);
  }

  TrainingOutcome<StageOneData, StageOneModel, StageOneFigures> run(
      StageOneKind kind,
      DataSet set,
      Path models,
      String version,
      int trials,
      StageOneTeaching teaching,
      List<String> lines)
      throws IOException {
    StageOnePlan plan =
        new StageOnePlan(
            set,
            kind,
            folder,
            StageOneSettings.standard(set),
            teaching,
            SearchPlan.standard(trials),
            false,
            probes);
    VersionTarget target = new VersionTarget(models, kind.modelName(set.language()), version);
    return new TrainingRun<>(target, new StageOneRecipe(plan, lines::add), lines::add).run();
  }

  void writeData() throws IOException {
    writeData("vihsd");
  }

  void writeData(String set) throws IOException {
    Files.createDirectories(folder.resolve(set));
    Files.writeString(folder.resolve(set + "/train.csv"), rows(600, 1));
    Files.writeString(folder.resolve(set + "/dev.csv"), rows(150, 2));
  }

  static String rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder("text,label,in_vihsd_test,in_vihos_test\n");
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(3);
      for (int word = 0; word < 5; word++) {
        csv.append(FILLERS.get(random.nextInt(FILLERS.size()))).append(' ');
      }
      List<String> marks = MARKS.get(label);
      csv.append(marks.get(random.nextInt(marks.size())));
      csv.append(',').append(StageOneTraining.LABELS.get(label)).append(",0,0\n");
    }
    return csv.toString();
  }
}
