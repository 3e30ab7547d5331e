package chatwarden.standalone.process;

import chatwarden.runtime.lifecycle.ServicePart;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part that can be made only when the parts before it have started, such as one that needs their
 * ports.
 */
final class DeferredPart<P extends ServicePart> implements ServicePart {
  private final String name;
  private final Supplier<P> maker;
  private @Nullable P made;

  DeferredPart(String name, Supplier<P> maker) {
    this.name = name;
    this.maker = maker;
  }

  /** The part. Only once it is started. */
  P part() {
    P part = made;
    if (part == null) {
      throw new IllegalStateException(name + " is not started");
    }
    return part;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws Exception {
    P part = maker.get();
    part.start();
    made = part;
  }

  @Override
  public void drain(Duration timeout) throws Exception {
    part().drain(timeout);
  }

  @Override
  public void close() throws Exception {
    part().close();
  }
}
