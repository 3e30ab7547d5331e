package chatwarden.bridge.webhook;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Resolves the names of targets for connections, and fails where an address may not be posted to.
 * Nothing is kept: each connection asks again.
 */
final class CheckedNames extends AddressResolverGroup<InetSocketAddress> {

  private final TargetRules rules;

  CheckedNames(TargetRules rules) {
    this.rules = rules;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Names(executor).asAddressResolver();
  }

  private final class Names extends InetNameResolver {

    private Names(EventExecutor executor) {
      super(executor);
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) {
      ask(() -> promise.trySuccess(rules.allowed(host).getFirst()), promise);
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
      ask(() -> promise.trySuccess(rules.allowed(host)), promise);
    }

    /** A look-up blocks, and so leaves the event loop. */
    private void ask(Question question, Promise<?> promise) {
      Thread.startVirtualThread(
          () -> {
            try {
              question.ask();
            } catch (UnknownHostException | RuntimeException e) {
              promise.tryFailure(e);
            }
          });
    }
  }

  private interface Question {
    void ask() throws UnknownHostException;
  }
}
