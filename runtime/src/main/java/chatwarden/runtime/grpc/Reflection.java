package chatwarden.runtime.grpc;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.List;

/** The reflection services of a server. */
final class Reflection {

  private Reflection() {}

  /** Returns v1, and v1alpha beside it, which most tools still ask for. */
  @SuppressWarnings("deprecation") // v1alpha is, in favour of v1.
  static List<BindableService> services() {
    return List.of(ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance());
  }
}
