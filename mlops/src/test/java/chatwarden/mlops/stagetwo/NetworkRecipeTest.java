package chatwarden.mlops.stagetwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.mlops.run.PythonStep;
import chatwarden.mlops.run.TrainingOutcome;
import chatwarden.mlops.run.TrainingRun;
import chatwarden.mlops.run.VersionTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains networks by the project's script, where a Python with PyTorch and ONNX is at hand. */
class NetworkRecipeTest {
  private static final Path SCRIPT = Path.of("..", "models", "training", "train_network.py");
  private static final List<String> PYTHONS =
      List.of("/usr/bin/python3", "../.chatwarden/venv/bin/python", "python3");

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();

  @Test
  void networkIsAStepOfTheRunAndGoesOnFromItsCheckpoint() throws IOException {
    Optional<String> python = PYTHONS.stream().filter(NetworkRecipeTest::hasTorch).findFirst();
    assumeTrue(python.isPresent(), "skipped: no Python with torch and onnx");
    PythonStep script = new PythonStep(python.get(), SCRIPT);
    TinySpans.write(folder);
    assertThatThrownBy(() -> run(script, this::stopAfterTheFirstFold)).hasMessage("stopped");
    assertThat(folder.resolve("a/tiny/.training-1/network/fold0.pt")).exists();
    progress.clear();

    TrainingOutcome<SpanData, TaggerModel, SpanFigures> outcome = run(script, progress::add);

    assertThat(progress)
        .noneMatch(line -> line.startsWith("fold0 epoch"))
        .anyMatch(line -> line.startsWith("fold2 epoch=1"))
        .anyMatch(line -> line.startsWith("chosen crf-share="));
    assertThat(outcome.figures().metrics().all().mean()).isGreaterThan(0.95);
    assertThat(outcome.directory().resolve("model.yaml"))
        .content()
        .contains("format: chatwarden-neural", "path: network.onnx", "crf-share: \"0.");
    assertThat(outcome.directory().resolve("MODEL_CARD.md"))
        .content()
        .contains("Networks: 1 of them, 2 epochs", "| with spans |");
    assertThat(folder.resolve("a/tiny/.training-1")).doesNotExist();
  }

  private void stopAfterTheFirstFold(String line) {
    progress.add(line);
    if (line.startsWith("fold1 epoch=1")) {
      throw new IllegalStateException("stopped");
    }
  }

  private TrainingOutcome<SpanData, TaggerModel, SpanFigures> run(
      PythonStep script, Consumer<String> lines) throws IOException {
    VersionTarget target = new VersionTarget(folder.resolve("a"), "tiny", "1");
    return new TrainingRun<>(
            target, new NetworkRecipe(TinySpans.plan(folder), script, lines), lines)
        .run();
  }

  private static boolean hasTorch(String python) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import numpy, onnx, torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
