package chatwarden.ingest.acting;

import chatwarden.ingest.server.ActingParts;
import chatwarden.ingest.source.SourceClock;
import chatwarden.runtime.config.Config;
import chatwarden.store.RedisStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** A process that acts, to be killed; its arguments are settings, {@code name=value}. */
final class ActingProcess {
  private ActingProcess() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new TreeMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    Config config = ActingFixture.config(settings);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RedisStores stores = RedisStores.open(config, registry, "acting");
    stores.start();
    ActingParts.of(stores, config, registry, SourceClock.system()).start();
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
