package chatwarden.ingest.server;

import chatwarden.broker.Backlog;
import chatwarden.broker.BrokerConnection;
import chatwarden.broker.BrokerHealth;
import chatwarden.broker.BrokerKeys;
import chatwarden.broker.ConfirmedPublisher;
import chatwarden.broker.DeadLetterScan;
import chatwarden.broker.QueueMigration;
import chatwarden.domain.chat.SyntheticChat;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.deadletter.DeadLetterGrpcService;
import chatwarden.ingest.deadletter.DeadLetterSweeper;
import chatwarden.ingest.policy.ChatPolicies;
import chatwarden.ingest.session.SessionSupervisor;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.stage.ClassifyStage;
import chatwarden.ingest.stage.RecordStage;
import chatwarden.ingest.stage.RewriteStage;
import chatwarden.ingest.stage.StageKeys;
import chatwarden.ingest.stage.TagStage;
import chatwarden.ingest.synthetic.SyntheticComments;
import chatwarden.pipeline.v1.Publication;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.grpc.EngineHealth;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.GrpcEndpoint;
import chatwarden.runtime.grpc.GrpcLimits;
import chatwarden.runtime.grpc.GrpcServer;
import chatwarden.runtime.grpc.ListenSettings;
import chatwarden.runtime.health.HealthWindow;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.RedisStores;
import chatwarden.store.redis.StoreKeys;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * chat-ingest: reads the chats of the sessions, runs the stages, and takes pushed comments; as a
 * process of its own or inside one with others.
 *
 * <p>A drain takes no more pushes, leaves the sources, waits for the broker's confirms, saves the
 * places of the sessions and gives them back, and finishes what the stages have in hand.
 */
public final class IngestServer extends GrpcServer {
  /** The address and the port on which it takes pushed comments. */
  public static final ListenSettings LISTEN = ListenSettings.of("ingest", "chat-ingest", 9103);

  /** Where stage 1 is. */
  public static final ConfigKey<String> CLASSIFIER_TARGET =
      ConfigKey.text(
          "classifier.target", "127.0.0.1:9101", "Where the classifier-server is: host:port.");

  /** Where stage 2 is. */
  public static final ConfigKey<String> TAGGER_TARGET =
      ConfigKey.text("tagger.target", "127.0.0.1:9102", "Where the tagger-server is: host:port.");

  /** Where stage 3 is. */
  public static final ConfigKey<String> REWRITER_TARGET =
      ConfigKey.text(
          "rewriter.target", "127.0.0.1:9104", "Where the rewriter-server is: host:port.");

  private final GrpcEndpoint endpoint;
  private final ServicePart parts;
  private final Supplier<List<String>> problems;

  private IngestServer(GrpcEndpoint.Builder endpoint, Config config, Telemetry telemetry) {
    MeterRegistry registry = telemetry.registry();
    RedisStores stores = RedisStores.open(config, registry, "ingest");
    BrokerConnection publishing = new BrokerConnection("publish", config, registry);
    BrokerConnection consuming = new BrokerConnection("consume", config, registry);
    ConfirmedPublisher publisher =
        new ConfirmedPublisher(publishing, config, registry, telemetry.tracing());
    Channel classifier = Channel.to("classifier", CLASSIFIER_TARGET, config, telemetry);
    Channel tagger = Channel.to("tagger", TAGGER_TARGET, config, telemetry);
    Channel rewriter = Channel.to("rewriter", REWRITER_TARGET, config, telemetry);
    QueueMigration migration = new QueueMigration(consuming, publisher, config);
    BrokerHealth brokerHealth =
        new BrokerHealth(publishing, consuming, publisher, config, registry);
    Backlog backlog = new Backlog(consuming, config, registry);
    ClassifyStage classify =
        new ClassifyStage(classifier.open(), publisher, backlog, config, registry);
    TagStage tag = new TagStage(consuming, publisher, tagger.open(), config, registry);
    RewriteStage rewrite =
        new RewriteStage(consuming, publisher, rewriter.open(), config, registry);
    RecordStage record = new RecordStage(consuming, publisher, stores.comments(), config, registry);
    ChatPolicies policies = new ChatPolicies(stores.settings(), config);
    Platforms platforms =
        new Platforms(
            ActingParts.reading(stores, config, SourceClock.system()),
            config,
            SourceClock.system(),
            registry);
    SessionSupervisor supervisor =
        new SessionSupervisor(
            stores.sessions(),
            platforms,
            (session, fence, threshold, rejections) ->
                classify.open(
                    session.getChat(),
                    Publication.newBuilder().setSession(session.getId()).setFence(fence).build(),
                    policies.of(session.getChat(), threshold, session.getLanguage()),
                    rejections),
            IngestKeys.sessions(config),
            InstantSource.system(),
            registry);
    ServicePart synthetic =
        SyntheticComments.of(
            () ->
                classify.open(
                    SyntheticChat.ID,
                    Publication.getDefaultInstance(),
                    () -> ChatPolicy.ofThreshold(1),
                    rejection -> {}),
            stores.synthetic(),
            config,
            registry);
    Duration window = config.get(HealthWindow.LENGTH);
    DeadLetterScan deadLetters = new DeadLetterScan(consuming, publisher);
    DeadLetterSweeper deadLetterSweeper =
        new DeadLetterSweeper(
            deadLetters, config.get(DeadLetterSweeper.RETENTION), InstantSource.system());
    endpoint.service(new DeadLetterGrpcService(deadLetters, stores.comments()));
    platforms.doors().forEach(door -> endpoint.service(door).onDrain(door::drain));
    this.endpoint =
        endpoint
            .telemetry(telemetry)
            .engine(new EngineHealth(EngineHealth.BROKER, () -> brokerHealth.problem().isEmpty()))
            .engine(
                new EngineHealth(EngineHealth.RECORDING, () -> record.standstill(window).isEmpty()))
            .build();
    this.problems =
        () ->
            Stream.of(
                    stores.problem(),
                    brokerHealth.problem(),
                    classify.standstill(window),
                    record.standstill(window),
                    tag.standstill(window),
                    rewrite.standstill(window))
                .flatMap(Optional::stream)
                .toList();
    this.parts =
        ServicePart.inOrder(
            LISTEN.server(),
            List.of(
                classifier,
                tagger,
                rewriter,
                platforms.part(),
                stores,
                publishing,
                consuming,
                publisher,
                migration,
                brokerHealth,
                backlog,
                classify,
                record,
                tag,
                rewrite,
                supervisor,
                synthetic,
                ActingParts.of(stores, config, registry, SourceClock.system()),
                deadLetterSweeper,
                this.endpoint));
  }

  /** Every key that the server reads, those of the broker and the store included. */
  public static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys =
        new ArrayList<>(List.of(CLASSIFIER_TARGET, TAGGER_TARGET, REWRITER_TARGET));
    keys.addAll(LISTEN.keys());
    keys.addAll(IngestKeys.all());
    keys.addAll(ChatPolicies.keys());
    keys.addAll(SyntheticComments.keys());
    keys.addAll(ActingParts.keys());
    keys.addAll(BrokerKeys.all());
    keys.addAll(StageKeys.all());
    keys.add(DeadLetterSweeper.RETENTION);
    keys.addAll(StoreKeys.all());
    keys.addAll(GrpcLimits.keys());
    return keys;
  }

  /** A server on the configured address. */
  public static IngestServer listening(Config config, Telemetry telemetry) {
    return new IngestServer(LISTEN.endpoint(config), config, telemetry);
  }

  /** A server that only this process reaches, as {@code inprocess:<name>}. */
  public static IngestServer inProcess(String name, Config config, Telemetry telemetry) {
    return new IngestServer(LISTEN.inProcess(name, config), config, telemetry);
  }

  @Override
  protected ServicePart parts() {
    return parts;
  }

  @Override
  protected GrpcEndpoint endpoint() {
    return endpoint;
  }

  /**
   * Returns the things that it cannot do now, and why; empty while it works. Only once it is
   * started.
   */
  public List<String> problems() {
    return problems.get();
  }

  /** A channel that is shut down with the parts that use it. */
  private record Channel(String name, ManagedChannel open) implements ServicePart {
    static Channel to(String name, ConfigKey<String> target, Config config, Telemetry telemetry) {
      return new Channel(name, GrpcChannels.open(config.get(target), config, telemetry.tracing()));
    }

    @Override
    public void start() {}

    @Override
    public void close() {
      open.shutdownNow();
    }
  }
}
