package chatwarden.worker.step;

import chatwarden.mlops.v1.PipelineStep;
import chatwarden.store.pipeline.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders that earlier attempts at a step left in a run, the newest last. None of their
 * commands runs any more.
 */
final class EarlierAttempts {

  private final PipelineStep step;
  private final List<Path> folders;

  private EarlierAttempts(PipelineStep step, List<Path> folders) {
    this.step = step;
    this.folders = folders;
  }

  /** Finds those before the attempt that is to work in {@code folder}. */
  static EarlierAttempts of(PipelineStep step, Path folder) throws IOException {
    Path run = folder.resolveSibling("");
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(run)) {
      try (Stream<Path> attempts = Files.list(run)) {
        attempts.filter(each -> fence(step, each) >= 0).forEach(found::add);
      }
    }
    found.sort((one, other) -> Long.compare(fence(step, one), fence(step, other)));
    return new EarlierAttempts(step, found);
  }

  /** Returns the fence of an attempt at the step, by the name of its folder; else -1. */
  private static long fence(PipelineStep step, Path folder) {
    String prefix = RunFolder.attempt(step.getName(), 0).replaceFirst("0$", "");
    String name = String.valueOf(folder.getFileName());
    String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : -1;
  }

  /** Gives the folder of the newest another name; of the outputs of the step nothing stays. */
  void takeOver(Path folder) throws IOException {
    if (folders.isEmpty()) {
      return;
    }
    Files.move(folders.removeLast(), folder);
    for (String output : step.getOutputsList()) {
      RunFolder.delete(folder.resolve(output));
      Files.deleteIfExists(folder.resolve(output));
    }
  }

  /** Removes all that are left. */
  void discard() {
    folders.forEach(StepAttempt::discard);
  }
}
