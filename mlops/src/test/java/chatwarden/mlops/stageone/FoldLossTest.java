package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlops.data.LabelledFile;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldLossTest extends StageOneFixture {
  private final StageOneSettings settings = StageOneSettings.standard(VI);

  @Test
  void lossesOfWorkersThatShareTheFeaturesAreThoseOfOne() throws Exception {
    StageOneTraining.Prepared prepared = prepared();
    List<Callable<Double>> folds =
        IntStream.range(0, 8).<Callable<Double>>mapToObj(i -> () -> loss(prepared, i)).toList();

    List<Double> parallel;
    try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
      parallel = workers.invokeAll(folds).stream().map(Future::resultNow).toList();
    }

    for (int i = 0; i < folds.size(); i++) {
      assertThat(parallel.get(i)).as("fold %d", i).isEqualTo(folds.get(i).call());
    }
    assertThat(parallel).doesNotHaveDuplicates();
  }

  private double loss(StageOneTraining.Prepared prepared, int i) {
    SortedMap<String, Double> parameters = new TreeMap<>(settings.parameters());
    parameters.put("linear.penalty", 0.5 + i / 4);
    return new StageOneTraining(settings.with(parameters), 0.2, _ -> {})
        .foldLoss(prepared, i % settings.folds());
  }

  private StageOneTraining.Prepared prepared() throws IOException {
    writeData();
    LabelledFile train = LabelledFile.read(folder, "vihsd/train.csv", StageOneTraining.LABELS);
    return new StageOneTraining(settings, 0.2, progress::add)
        .prepare(train.rows(), List.of(), List.of(), true);
  }
}
