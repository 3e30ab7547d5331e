package chatwarden.bridge.admission;

import chatwarden.bridge.peer.ModelPeer;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.AdmissionBudget;
import com.linecorp.armeria.server.HttpService;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one admission of the bridge: the unary calls that ask a model, whatever they are asked by
 * (gRPC, transcoded JSON, the endpoints of other services), in one {@link CallQueue} for each model
 * server.
 */
public final class CallAdmission {

  /** The endpoints of other services, which ask stage 1 and then, of some texts, stage 2. */
  private static final List<String> COMPATIBLE =
      List.of("/predict", "/v1/moderations", "/v1alpha1/comments:analyze");

  private final Map<String, CallQueue> queues = new HashMap<>();
  private final RefusalPace pace = new RefusalPace();

  /** An admission as {@code config} has it. */
  public CallAdmission(Config config, MeterRegistry metrics) {
    AdmissionBudget budget = AdmissionBudget.of(config);
    int concurrency = config.get(CallQueue.CONCURRENCY);
    for (ModelPeer peer : ModelPeer.ALL) {
      CallQueue queue = new CallQueue(peer.name(), budget, concurrency, metrics);
      peer.unaryPaths().forEach(path -> queues.put(path, queue));
      if (peer.equals(ModelPeer.CLASSIFIER)) {
        COMPATIBLE.forEach(path -> queues.put(path, queue));
      }
    }
  }

  /** {@code service}, its calls held in the queues of their paths. */
  public HttpService before(HttpService service) {
    return new AdmittedService(service, queues, pace);
  }
}
