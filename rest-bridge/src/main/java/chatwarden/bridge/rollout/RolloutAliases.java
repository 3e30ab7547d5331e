package chatwarden.bridge.rollout;

import chatwarden.bridge.registry.AliasMover;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The aliases of a model at the MLflow server, where there is one. Safe for many threads. */
final class RolloutAliases {

  private static final Logger log = LoggerFactory.getLogger(RolloutAliases.class);

  private final AliasMover mover;

  RolloutAliases(AliasMover mover) {
    this.mover = mover;
  }

  /**
   * Makes a version the champion. Blocks; a version that is not registered is served from a folder,
   * and has no alias.
   */
  void champion(String model, String version, String caller) {
    move(model, "champion", version, caller);
  }

  /**
   * Makes a version the challenger, on a thread of its own: nothing depends on that alias, so that
   * a server that is away holds up no rollout.
   */
  void challenger(String model, String version, String caller) {
    var _ =
        Thread.ofVirtual()
            .name("challenger-alias")
            .start(
                () -> {
                  try {
                    move(model, "challenger", version, caller);
                  } catch (ChatwardenException e) {
                    log.warn("Left alias model={} version={}", model, version, e);
                  }
                });
  }

  private void move(String model, String alias, String version, String caller) {
    if (mover.isConfigured()) {
      try {
        var _ = mover.move(model, alias, version, caller);
      } catch (ChatwardenException e) {
        FaultCode.NOT_FOUND.orThrow(e);
        log.info("Left alias model={} version={} reason={}", model, version, e.reason());
      }
    }
  }
}
