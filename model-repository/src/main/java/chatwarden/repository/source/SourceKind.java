package chatwarden.repository.source;

import chatwarden.repository.remote.ModelRemote;
import java.util.Optional;

/** A kind of place outside of this machine that {@code model.sources} may name. */
@FunctionalInterface
interface SourceKind {

  /**
   * Returns the place that {@code place} names; empty if it is of another kind.
   *
   * @throws chatwarden.runtime.error.InvalidInputException if it is of this kind and not written as
   *     it should be; the message holds no query
   */
  Optional<ModelRemote> open(String place, SourceContext context);
}
