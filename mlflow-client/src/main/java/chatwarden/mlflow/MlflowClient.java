package chatwarden.mlflow;

/**
 * A client of one MLflow server. Its calls block, for about two minutes at most where the server
 * does not answer, uploads apart; a server that is away is UNAVAILABLE.
 *
 * <p>Safe for use by many threads.
 */
public final class MlflowClient {

  static final String API = "/api/2.0/mlflow/";

  private final TrackingServer server;
  private final ExperimentApi experiments;
  private final RunApi runs;
  private final LoggedModelApi models;
  private final RegistryApi registry;
  private final ArtefactApi artefacts;

  /** A client; nothing is sent yet. */
  public MlflowClient(TrackingServer server) {
    MlflowHttp http = new MlflowHttp(server);
    this.server = server;
    this.experiments = new ExperimentApi(http);
    this.runs = new RunApi(http);
    this.models = new LoggedModelApi(http);
    this.registry = new RegistryApi(http);
    this.artefacts = new ArtefactApi(http);
  }

  /** Returns the server. */
  public TrackingServer server() {
    return server;
  }

  /** Returns the experiments, which hold runs. */
  public ExperimentApi experiments() {
    return experiments;
  }

  /** Returns the runs. */
  public RunApi runs() {
    return runs;
  }

  /** Returns the models that runs log. */
  public LoggedModelApi models() {
    return models;
  }

  /** Returns the registry of versions and aliases. */
  public RegistryApi registry() {
    return registry;
  }

  /** Returns the files of runs and models. */
  public ArtefactApi artefacts() {
    return artefacts;
  }
}
