package chatwarden.standalone.batch;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides where a run begins: anew, or where an earlier one with the same settings was cut. */
final class ResumedRun {
  private ResumedRun() {}

  /**
   * Returns the state to begin with.
   *
   * @throws InvalidInputException if the output is there, or an earlier run was another one
   */
  static BatchState of(BatchSettings settings, BatchFiles files) throws IOException {
    if (!Files.isReadable(settings.input())) {
      throw InvalidInputException.of("--input", "cannot read the file " + settings.input());
    }
    if (Files.exists(settings.output()) && Files.isSameFile(settings.input(), settings.output())) {
      throw InvalidInputException.of("--output", "is the input (expected: another file)");
    }
    SourceIdentity source = SourceIdentity.of(settings.input());
    BatchState fresh = BatchState.begin(source, settings.options());
    if (settings.restart()) {
      files.forget();
      return fresh;
    }
    Optional<BatchState> earlier = BatchState.read(files.progress());
    if (earlier.isPresent()) {
      check(settings, earlier.get(), fresh);
      return earlier.get();
    }
    if (files.isOutputThere()) {
      throw InvalidInputException.of(
          "--output", settings.output() + " exists; name another file, or replace it by --restart");
    }
    return fresh;
  }

  private static void check(BatchSettings settings, BatchState earlier, BatchState now) {
    if (!earlier.source().equals(now.source())) {
      throw InvalidInputException.of(
          "--input",
          settings.input() + " has changed since the run began; begin anew with --restart");
    }
    TreeSet<String> names = new TreeSet<>(earlier.options().keySet());
    names.addAll(now.options().keySet());
    names.removeIf(name -> same(name, earlier.options(), now.options()));
    if (!names.isEmpty()) {
      throw InvalidInputException.of(
          names.first(),
          "the run of %s began with %s; go on with that, or begin anew with --restart"
              .formatted(settings.output(), shown(earlier.options().get(names.first()))));
    }
  }

  private static boolean same(String name, Map<String, String> one, Map<String, String> other) {
    return Objects.equals(one.get(name), other.get(name));
  }

  private static String shown(@Nullable String value) {
    return value == null || value.isEmpty() ? "the default" : value;
  }
}
