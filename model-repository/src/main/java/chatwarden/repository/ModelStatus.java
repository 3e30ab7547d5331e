package chatwarden.repository;

/**
 * How a version of a model fares in a repository.
 *
 * @param problem why it is refused; empty when it is served
 */
public record ModelStatus(ModelId id, String problem) {

  /** Whether it answers calls. */
  public boolean isServed() {
    return problem.isEmpty();
  }
}
