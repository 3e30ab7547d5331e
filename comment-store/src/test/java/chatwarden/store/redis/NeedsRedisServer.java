package chatwarden.store.redis;

import chatwarden.testing.process.Executables;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Skips properties visibly without a redis-server; JUnit's assumptions fail containers. */
public final class NeedsRedisServer implements SkipExecutionHook {

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    return Executables.find("redis-server").isPresent()
        ? SkipResult.doNotSkip()
        : SkipResult.skip("redis-server is not installed on this machine");
  }
}
