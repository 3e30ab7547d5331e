package chatwarden.repository;

import chatwarden.repository.ModelFolders.Echo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Makes repositories over a folder that the test fills with models. */
abstract class ModelRepositoryFixture {

  @TempDir Path root = Path.of(".");
  final MeterRegistry registry = new SimpleMeterRegistry();
  ModelFolders folders = new ModelFolders(root);

  @BeforeEach
  void layOut() {
    folders = new ModelFolders(root);
  }

  ModelRepository<Echo> repository(Map<String, String> preferred) {
    return repository(new VersionPolicy(10, preferred));
  }

  ModelRepository<Echo> repository(VersionPolicy policy) {
    return new ModelRepository<>(
        ModelFolders.TASK,
        ModelFolder.at(root),
        List.of(new ModelFolders.Loader()),
        policy,
        registry);
  }

  ModelRepository<Echo> started() {
    ModelRepository<Echo> repository = repository(Map.of());
    repository.start();
    return repository;
  }

  static String answer(ModelLease<Echo> lease) {
    try (lease) {
      return lease.model().answer(List.of("hi")).getFirst();
    }
  }
}
