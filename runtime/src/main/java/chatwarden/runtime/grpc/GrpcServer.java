package chatwarden.runtime.grpc;

import chatwarden.runtime.lifecycle.ServicePart;
import java.time.Duration;

/** A server that its clients reach by gRPC, made of parts that start and end in order. */
public abstract class GrpcServer implements ServicePart {

  /** Returns all of its parts as one, the endpoint among them. */
  protected abstract ServicePart parts();

  /** Returns the part that listens. */
  protected abstract GrpcEndpoint endpoint();

  @Override
  public final String name() {
    return parts().name();
  }

  @Override
  public final void start() throws Exception {
    parts().start();
  }

  @Override
  public final void drain(Duration timeout) throws Exception {
    parts().drain(timeout);
  }

  @Override
  public final void close() throws Exception {
    parts().close();
  }

  /** Returns where clients find it, for {@link GrpcChannels#open}. Only once it is started. */
  public final String target() {
    return endpoint().target();
  }
}
