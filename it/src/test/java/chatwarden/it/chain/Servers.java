package chatwarden.it.chain;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Every process of the platform, each a JVM of its own, on real engines; all of them can be killed.
 */
final class Servers implements AutoCloseable {
  private static final int SHOWN_LINES = 15;

  /** What a test kills. */
  enum Kind {
    INGEST,
    TAGGER,
    BROKER,
    REDIS,
    BRIDGE
  }

  private final DurableBroker broker;
  private final RedisServer redis;
  private final int classifierPort = FreePorts.next();
  private final int taggerPort = FreePorts.next();
  private final int bridgePort = FreePorts.next();
  private final Path folder;
  private final JavaProcess classifier;
  private final Map<Kind, JavaProcess> processes = new EnumMap<>(Kind.class);
  private final List<Integer> ingestPorts = new ArrayList<>();
  private final List<JavaProcess> ingests = new ArrayList<>();
  private final List<String> killed = new ArrayList<>();

  Servers(DurableBroker broker, RedisServer redis, Path folder) {
    this(broker, redis, folder, 1);
  }

  /** Starts {@code ingestCount} ingest processes and one of each other kind. */
  Servers(DurableBroker broker, RedisServer redis, Path folder, int ingestCount) {
    this.broker = broker;
    this.redis = redis;
    this.folder = folder;
    this.classifier = serve("classifier", classifierPort);
    processes.put(Kind.TAGGER, startTagger());
    for (int i = 0; i < ingestCount; i++) {
      ingestPorts.add(FreePorts.next());
      ingests.add(startIngest(i));
    }
    processes.put(Kind.BRIDGE, startBridge());
  }

  int bridgePort() {
    return bridgePort;
  }

  RedisServer redis() {
    return redis;
  }

  /** Kills it with SIGKILL and brings it back; returns when it works again. */
  void killAndRestart(Kind kind) {
    switch (kind) {
      case BROKER -> {
        broker.kill9();
        broker.restart();
      }
      case REDIS -> {
        redis.kill9();
        redis.restart();
      }
      case TAGGER -> replace(kind, this::startTagger);
      case INGEST -> killAndRestartIngest(0);
      case BRIDGE -> replace(kind, this::startBridge);
    }
  }

  /** Kills one ingest process with SIGKILL and starts another in its place. */
  void killAndRestartIngest(int index) {
    JavaProcess old = ingests.get(index);
    old.kill9();
    killed.add("INGEST " + index + " (killed)\n" + lastLines(old));
    ingests.set(index, startIngest(index));
  }

  /** One of the ingest processes. */
  JavaProcess ingest(int index) {
    return ingests.get(index);
  }

  private void replace(Kind kind, Supplier<JavaProcess> start) {
    JavaProcess old = processes.get(kind);
    if (old != null) {
      old.kill9();
      killed.add(kind + " (killed)\n" + lastLines(old));
    }
    processes.put(kind, start.get());
  }

  private JavaProcess startTagger() {
    return serve("tagger", taggerPort);
  }

  private JavaProcess startIngest(int index) {
    return serve(
        "ingest",
        ingestPorts.get(index),
        "--broker",
        broker.uri(),
        "--redis",
        redis.uri(),
        "--classifier",
        "127.0.0.1:" + classifierPort,
        "--tagger",
        "127.0.0.1:" + taggerPort,
        "--set",
        "ingest.lease-ttl=2s",
        "--set",
        "broker.heartbeat=2s",
        "--set",
        "ingest.file-roots=" + folder.toAbsolutePath());
  }

  private JavaProcess startBridge() {
    return serve(
        "bridge",
        bridgePort,
        "--redis",
        redis.uri(),
        "--classifier",
        "127.0.0.1:" + classifierPort,
        "--tagger",
        "127.0.0.1:" + taggerPort);
  }

  private JavaProcess serve(String server, int port, String... more) {
    String[] arguments = new String[6 + more.length];
    arguments[0] = "serve";
    arguments[1] = server;
    arguments[2] = "--port";
    arguments[3] = String.valueOf(port);
    arguments[4] = "--set";
    arguments[5] = "metrics.port=0";
    System.arraycopy(more, 0, arguments, 6, more.length);
    return ChatwardenProcess.start(arguments);
  }

  /** The end of what each process printed. */
  String lastWords() {
    StringBuilder words = new StringBuilder();
    killed.forEach(words::append);
    processes.forEach(
        (kind, process) -> words.append(kind).append('\n').append(lastLines(process)));
    ingests.forEach(process -> words.append("INGEST\n").append(lastLines(process)));
    return words.append(queues()).toString();
  }

  private static String lastLines(JavaProcess process) {
    List<String> lines = process.standardError();
    return lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()).stream()
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining());
  }

  /** How many messages wait in each queue. */
  private String queues() {
    StringBuilder counts = new StringBuilder("QUEUES");
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(broker.uri());
      try (Connection connection = factory.newConnection();
          Channel channel = connection.createChannel()) {
        for (String queue : List.of("record.0", "tag.0", "record.dead", "tag.dead")) {
          counts.append(' ').append(queue).append('=');
          counts.append(channel.queueDeclarePassive("chatwarden." + queue).getMessageCount());
        }
      }
    } catch (IOException | GeneralSecurityException | TimeoutException | URISyntaxException e) {
      counts.append(' ').append(e);
    }
    return counts.toString();
  }

  /** A folder for files that the ingest process reads. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    processes.values().forEach(JavaProcess::close);
    ingests.forEach(JavaProcess::close);
    classifier.close();
  }
}
