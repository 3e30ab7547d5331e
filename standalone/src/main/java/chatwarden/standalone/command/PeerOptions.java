package chatwarden.standalone.command;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.store.redis.StoreKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a service for its own address, and for those of the store and the models. */
final class PeerOptions {
  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1.")
  private @Nullable String address;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description = "Where Redis is, redis://[user:password@]host:port.")
  private @Nullable String redis;

  @Option(
      names = "--classifier",
      paramLabel = "HOST:PORT",
      description = "Where the classifier-server is. Default: 127.0.0.1:9101.")
  private @Nullable String classifier;

  @Option(
      names = "--tagger",
      paramLabel = "HOST:PORT",
      description = "Where the tagger-server is. Default: 127.0.0.1:9102.")
  private @Nullable String tagger;

  @Option(
      names = "--rewriter",
      paramLabel = "HOST:PORT",
      description = "Where the rewriter-server is. Default: 127.0.0.1:9104.")
  private @Nullable String rewriter;

  /** Returns the flags that were given, as settings of the service. */
  ConfigOptions.Flags flags(
      ConfigKey<String> ownAddress,
      ConfigKey<String> classifierTarget,
      ConfigKey<String> taggerTarget,
      ConfigKey<String> rewriterTarget) {
    return new ConfigOptions.Flags()
        .put(ownAddress, address)
        .put(StoreKeys.REDIS_URI, redis)
        .put(classifierTarget, classifier)
        .put(taggerTarget, tagger)
        .put(rewriterTarget, rewriter);
  }
}
