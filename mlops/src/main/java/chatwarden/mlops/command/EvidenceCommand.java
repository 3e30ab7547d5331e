package chatwarden.mlops.command;

import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.mlops.evidence.EvidenceExport;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.error.InvalidInputException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evidence",
    description =
        "Writes, for each line of JSON with a text, the text unmasked, its language and the"
            + " probabilities of models, for models/training/encoder/calibrate.py.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The file is written.", "2:It could not be."})
final class EvidenceCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rows",
      paramLabel = "FILE",
      required = true,
      description = "JSON Lines with a text each.")
  private Path rows = Path.of("");

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to write.")
  private Path out = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "NAME[@VERSION]",
      description = "A model to ask; may be repeated.")
  private List<String> names = List.of();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable Path models;

  @Override
  public Integer call() throws IOException {
    if (!Files.isReadable(rows) || Files.isDirectory(rows)) {
      throw InvalidInputException.of("--rows", "cannot read the file " + rows);
    }
    ModelRepository<Classifier> repository =
        new ModelRepository<>(
            ClassifierLoaders.TASK,
            ModelFolder.at(models == null ? DataOptions.shipped() : models),
            ClassifierLoaders.all(),
            VersionPolicy.ALL,
            new SimpleMeterRegistry());
    repository.start();
    Map<String, ModelLease<Classifier>> leases = new LinkedHashMap<>();
    try {
      names.forEach(name -> leases.put(name.replaceFirst("@.*", ""), repository.lease(name)));
      Map<String, Classifier> asked = new LinkedHashMap<>();
      leases.forEach((name, lease) -> asked.put(name, lease.model()));
      long lines = new EvidenceExport(asked).write(rows, out);
      Objects.requireNonNull(spec, "spec")
          .commandLine()
          .getOut()
          .println("wrote %d lines to %s".formatted(lines, out));
      return 0;
    } finally {
      leases.values().forEach(ModelLease::close);
      repository.close();
    }
  }
}
