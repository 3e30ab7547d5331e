package chatwarden.benchmarks.load;

import ai.onnxruntime.OrtException;
import chatwarden.benchmarks.load.UnaryClient.Outcome;
import chatwarden.benchmarks.tagger.BareNetwork;
import chatwarden.benchmarks.tagger.BareNetwork.Batches;
import chatwarden.benchmarks.tagger.BareNetwork.Part;
import chatwarden.inference.neural.NetworkFiles;
import chatwarden.inference.weights.WeightFile;
import chatwarden.testing.engine.TemporaryFolder;
import chatwarden.testing.model.ShippedModel;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a tagger costs over bare ONNX Runtime: a server held to one processor and asked by gRPC, in
 * turn with the networks alone on the other: from the numbers of tokens on, as ONNX Runtime would
 * do it by itself, and from vectors that were made before. The texts are the same.
 */
@Command(
    name = "tagging",
    description = {
      "Measures a tagger by TagSpans, 64 texts a call, its server on one processor (Linux), in turn"
          + " with bare ONNX Runtime on another: the network alone, then the model that ships."
    },
    mixinStandardHelpOptions = true)
final class TaggingTable implements Callable<Integer> {
  private static final Path SHIPPED = ShippedModel.newest("vi-averaged");
  private static final int CALLS = 2;

  /** The whole work is quickest at about 22 texts; the networks alone want more. */
  private static final List<Batches> BARE =
      List.of(
          new Batches(Part.WHOLE, UnaryClient.TEXTS, UnaryClient.TEXTS),
          new Batches(Part.WHOLE, UnaryClient.TEXTS, 22),
          new Batches(Part.AFTER_EMBEDDINGS, UnaryClient.TEXTS, UnaryClient.TEXTS));

  @Option(names = "--rounds", defaultValue = "8", description = "How often each is measured.")
  private int rounds;

  @Option(names = "--seconds", defaultValue = "5", description = "How long each time.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "120", description = "Seconds that are not counted.")
  private int warmup;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TaggingTable()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, OrtException {
    System.out.println(
        "| model | by gRPC, µs a comment | bare, 64 at once | gRPC / bare | bare, 22 at once | gRPC"
            + " / bare | vectors made before, 64 at once | gRPC / these |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    Path folder = TemporaryFolder.create("models");
    try {
      putNetworkAlone(folder);
      measure("the network alone", folder);
    } finally {
      TemporaryFolder.delete(folder);
    }
    measure("the model that ships", ProjectRoot.find().resolve("models"));
    return 0;
  }

  /** Makes a folder of models with nothing but the network of the one that ships. */
  private static void putNetworkAlone(Path folder) throws IOException {
    Path version =
        Files.createDirectories(
            folder.resolve("vi-network").resolve(ShippedModel.version(SHIPPED)));
    Path embeddings = WeightFile.in(SHIPPED, NetworkFiles.EMBEDDINGS);
    Files.copy(SHIPPED.resolve(NetworkFiles.NETWORK), version.resolve(NetworkFiles.NETWORK));
    Files.copy(embeddings, version.resolve(embeddings.getFileName()));
    List<String> manifest = new ArrayList<>(Files.readAllLines(SHIPPED.resolve("model.yaml")));
    for (String file : List.of("weights.safetensors", "whole.safetensors")) {
      int at = manifest.indexOf("  - path: " + file);
      manifest.subList(at, at + 2).clear(); // The checksum is on the next line.
    }
    manifest.removeIf(line -> line.contains("-share") || line.contains("-vote"));
    manifest.replaceAll(line -> line.replace("vi-averaged", "vi-network"));
    Files.write(version.resolve("model.yaml"), manifest);
  }

  private void measure(String name, Path repository)
      throws IOException, InterruptedException, OrtException {
    int port = FreePorts.next();
    List<String> arguments =
        List.of(
            "serve",
            "tagger",
            "--set",
            "tagger.port=" + port,
            "--set",
            "metrics.port=0",
            "--set",
            "model.sources=" + repository);
    List<Double> served = new ArrayList<>();
    Map<Batches, List<Double>> bare = new LinkedHashMap<>();
    try (JavaProcess server =
            LoadedPlatform.start(arguments, List.of("-XX:ActiveProcessorCount=1"));
        UnaryClient door = UnaryClient.Kind.GRPC_TAG.open(port);
        BareNetwork network = new BareNetwork(NetworkFiles.in(SHIPPED), UnaryClient.texts())) {
      Processors.part(server.pid());
      new CallLoad(door).closed(CALLS, Duration.ofSeconds(warmup));
      for (Batches batches : BARE) {
        network.prepare(batches);
        bare(network, batches);
      }
      for (int i = 0; i < rounds; i++) {
        served.add(served(door));
        for (Batches batches : BARE) {
          bare.computeIfAbsent(batches, any -> new ArrayList<>()).add(bare(network, batches));
        }
      }
    }
    StringBuilder row = new StringBuilder("| " + name + " | " + cell(served) + " |");
    for (List<Double> times : bare.values()) {
      row.append(' ').append(cell(times));
      row.append(" | ").append(cell(ratios(served, times))).append(" |");
    }
    System.out.println(row);
  }

  private static List<Double> ratios(List<Double> served, List<Double> bare) {
    return IntStream.range(0, served.size()).mapToObj(i -> served.get(i) / bare.get(i)).toList();
  }

  /** Microseconds of the server's processor, which is busy throughout, for a comment. */
  private double served(UnaryClient door) throws InterruptedException {
    CallLoad load = new CallLoad(door);
    load.closed(CALLS, Duration.ofSeconds(seconds));
    return 1e6 / (load.perSecond(Outcome.ACCEPTED) * UnaryClient.TEXTS);
  }

  private double bare(BareNetwork network, Batches batches) throws OrtException {
    long begin = System.nanoTime();
    long end = begin + Duration.ofSeconds(seconds).toNanos();
    long comments = 0;
    while (System.nanoTime() < end) {
      network.run(batches);
      comments += UnaryClient.TEXTS;
    }
    return (System.nanoTime() - begin) / 1e3 / comments;
  }

  /** The median, and the range. */
  private static String cell(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        sorted.get(sorted.size() / 2),
        sorted.getFirst(),
        sorted.getLast());
  }
}
