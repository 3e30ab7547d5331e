package chatwarden.bridge.admission;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.AdmissionBudget;
import chatwarden.tagger.v1.TaggerServiceGrpc;
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

  private static final List<String> CLASSIFIER =
      List.of(
          "/" + ClassifierServiceGrpc.getClassifyTextsMethod().getFullMethodName(),
          "/v1/comments:classify",
          "/predict",
          "/v1/moderations",
          "/v1alpha1/comments:analyze");
  private static final List<String> TAGGER =
      List.of("/" + TaggerServiceGrpc.getTagSpansMethod().getFullMethodName(), "/v1/comments:tag");

  private final Map<String, CallQueue> queues = new HashMap<>();
  private final RefusalPace pace = new RefusalPace();

  /** An admission as {@code config} has it. */
  public CallAdmission(Config config, MeterRegistry metrics) {
    AdmissionBudget budget = AdmissionBudget.of(config);
    int concurrency = config.get(CallQueue.CONCURRENCY);
    CallQueue classifier = new CallQueue("classifier", budget, concurrency, metrics);
    CallQueue tagger = new CallQueue("tagger", budget, concurrency, metrics);
    CLASSIFIER.forEach(path -> queues.put(path, classifier));
    TAGGER.forEach(path -> queues.put(path, tagger));
  }

  /** {@code service}, its calls held in the queues of their paths. */
  public HttpService before(HttpService service) {
    return new AdmittedService(service, queues, pace);
  }
}
