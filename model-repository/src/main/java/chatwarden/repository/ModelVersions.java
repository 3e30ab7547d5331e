package chatwarden.repository;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The numbered versions of a model in a folder of models. */
public final class ModelVersions {
  private final Path folder;

  private ModelVersions(Path folder) {
    this.folder = folder;
  }

  /** The versions of the model {@code name}; its folder need not be there. */
  public static ModelVersions of(Path models, String name) {
    return new ModelVersions(models.resolve(name));
  }

  /** Returns the highest version. */
  public Optional<String> newest() throws IOException {
    return all().stream().max(Comparator.comparing(BigInteger::new));
  }

  /** Returns the version that follows the highest. */
  public String next() throws IOException {
    return newest().map(v -> new BigInteger(v).add(BigInteger.ONE).toString()).orElse("1");
  }

  /** Returns all versions, in no order. */
  public List<String> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> Files.isRegularFile(child.resolve(ModelFiles.MANIFEST)))
          .map(child -> String.valueOf(child.getFileName()))
          .filter(name -> name.matches("[0-9]{1,9}"))
          .toList();
    }
  }
}
