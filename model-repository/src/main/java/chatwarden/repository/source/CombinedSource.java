package chatwarden.repository.source;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelSource;
import chatwarden.runtime.error.ChatwardenException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several sources as one; a version that several have is that of the first. A source that fails
 * contributes the versions of its last good look, so that one that is away stops no other. Without
 * a good look before, a fault that may pass is logged and contributes nothing, and any other fails
 * the look; so does a fault where the sources have no version at all.
 *
 * <p>Used by one thread at a time.
 */
final class CombinedSource implements ModelSource {

  private static final Logger log = LoggerFactory.getLogger(CombinedSource.class);

  private final List<Part> parts;

  /**
   * @param sources by their names, in the order of precedence, at least one
   */
  CombinedSource(Map<String, ModelSource> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("sources: {} (expected: at least one)");
    }
    List<Part> list = new ArrayList<>();
    sources.forEach((name, source) -> list.add(new Part(name, source)));
    this.parts = List.copyOf(list);
  }

  @Override
  public Map<ModelId, Path> versions() {
    Map<ModelId, Path> versions = new TreeMap<>();
    List<ChatwardenException> faults = new ArrayList<>();
    for (Part part : parts) {
      part.look(faults).forEach(versions::putIfAbsent);
    }
    if (versions.isEmpty() && !faults.isEmpty()) {
      throw faults.getFirst();
    }
    parts.forEach(Part::logNewProblem);
    return versions;
  }

  /** A source and its last good look. */
  private static final class Part {

    private final String name;
    private final ModelSource source;
    private Map<ModelId, Path> last = Map.of();
    private boolean hasLooked;
    private String problem = "";
    private String loggedProblem = "";

    Part(String name, ModelSource source) {
      this.name = name;
      this.source = source;
    }

    Map<ModelId, Path> look(List<ChatwardenException> faults) {
      try {
        last = Map.copyOf(source.versions());
        hasLooked = true;
        problem = "";
      } catch (ChatwardenException e) {
        if (!hasLooked && !e.isTransient()) {
          throw e;
        }
        faults.add(e);
        problem = e.getMessage();
      }
      return last;
    }

    void logNewProblem() {
      if (!problem.isEmpty() && !problem.equals(loggedProblem)) {
        log.error("Failed to look for models at source={} problem={}", name, problem);
      }
      loggedProblem = problem;
    }
  }
}
