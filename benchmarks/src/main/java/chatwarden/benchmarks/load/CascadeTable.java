package chatwarden.benchmarks.load;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifierServiceGrpc.ClassifierServiceBlockingStub;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Judgement;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.encoder.ChatEncoder;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The cost of a cascade beside that of its tiers, on one thread in batches of 64, in turn; then how
 * long single calls by gRPC take, by the tier that decided.
 */
@Command(
    name = "cascade",
    description = {
      "Measures the cascade and its encoder over the dev rows of GameTox and ViHSD, 85 % of them"
          + " clean, on one thread; then a server by single calls of up to 40 tokens.",
      "The rows: python models/training/encoder/rows.py --data DATA --out .chatwarden/rows."
    },
    mixinStandardHelpOptions = true)
final class CascadeTable implements Callable<Integer> {
  private static final int BATCH = 64;
  private static final int LONGEST_CALL = 40;
  private static final String CASCADE = "chat";
  private static final String ENCODER = "chat-encoder";

  @Option(
      names = "--rows",
      defaultValue = ".chatwarden/rows/dev.jsonl",
      description = "The labelled rows of dev.")
  private Path rows = Path.of("");

  @Option(names = "--rounds", defaultValue = "5", description = "How often each is measured.")
  private int rounds;

  @Option(names = "--texts", defaultValue = "2048", description = "How many texts a round.")
  private int texts;

  @Option(names = "--calls", defaultValue = "5000", description = "How many single calls.")
  private int calls;

  @Option(names = "--warmup", defaultValue = "20", description = "Seconds that are not counted.")
  private int warmup;

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CascadeTable()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Path models = ProjectRoot.find().resolve("models");
    List<String> mix = LabelledMix.read(rows);
    throughput(models, mix);
    latencies(models, mix);
    return 0;
  }

  private void throughput(Path models, List<String> mix) {
    ModelRepository<Classifier> repository =
        new ModelRepository<>(
            ClassifierLoaders.TASK,
            ModelFolder.at(models),
            ClassifierLoaders.all(),
            VersionPolicy.ALL,
            new SimpleMeterRegistry());
    repository.start();
    try (ModelLease<Classifier> cascade = repository.lease(CASCADE);
        ModelLease<Classifier> encoder = repository.lease(ENCODER)) {
      Map<String, Classifier> asked = new LinkedHashMap<>();
      asked.put(CASCADE, cascade.model());
      asked.put(ENCODER, encoder.model());
      Map<String, List<Double>> times = new LinkedHashMap<>();
      long end = System.nanoTime() + Duration.ofSeconds(warmup).toNanos();
      while (System.nanoTime() < end) {
        asked.values().forEach(model -> model.judge(questions(mix.subList(0, BATCH))));
      }
      for (int round = 0; round < rounds; round++) {
        int from = round * texts % mix.size();
        List<String> some = mix.subList(from, Math.min(mix.size(), from + texts));
        int number = round;
        asked.forEach(
            (name, model) ->
                times
                    .computeIfAbsent(name, any -> new ArrayList<>())
                    .add(microsAComment(model, varied(some, name.length() + " " + number))));
      }
      System.out.println("| model | µs a comment on one thread | decided by the encoder |");
      System.out.println("|---|---|---|");
      asked.forEach(
          (name, model) ->
              System.out.printf(
                  Locale.ROOT,
                  "| %s | %s | %.1f %% |%n",
                  name,
                  range(times.getOrDefault(name, List.of())),
                  100 * (name.equals(ENCODER) ? 1 : share(model, mix))));
    } finally {
      repository.close();
    }
  }

  private static List<Question> questions(List<String> texts) {
    return texts.stream().map(Question::inAnyLanguage).toList();
  }

  private static double microsAComment(Classifier model, List<String> texts) {
    long begin = System.nanoTime();
    for (int from = 0; from < texts.size(); from += BATCH) {
      model.judge(questions(texts.subList(from, Math.min(texts.size(), from + BATCH))));
    }
    return (System.nanoTime() - begin) / 1e3 / texts.size();
  }

  /** Returns texts that no answer is kept of. */
  private static List<String> varied(List<String> texts, String mark) {
    return texts.stream().map(text -> text + " " + mark).toList();
  }

  private static double share(Classifier model, List<String> texts) {
    List<Judgement> answers = model.judge(questions(texts));
    return answers.stream().filter(it -> isOfEncoder(it.tier())).count() / (double) texts.size();
  }

  private static boolean isOfEncoder(String tier) {
    return tier.startsWith(ENCODER + "@");
  }

  private static String range(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.0f (%.0f to %.0f)",
        sorted.get(sorted.size() / 2),
        sorted.getFirst(),
        sorted.getLast());
  }

  private void latencies(Path models, List<String> mix) throws IOException {
    List<String> shorter = upToLongestCall(models, mix);
    int port = FreePorts.next();
    List<String> arguments =
        List.of(
            "serve",
            "classifier",
            "--set",
            "classifier.port=" + port,
            "--set",
            "metrics.port=0",
            "--set",
            "model.sources=" + models);
    Map<String, Latencies> byTier = new TreeMap<>();
    Duration first = Duration.ofSeconds(warmup);
    Latencies together = new Latencies(first);
    try (JavaProcess server = LoadedPlatform.start(arguments, List.of())) {
      ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + port);
      try {
        ClassifierServiceBlockingStub stub = ClassifierServiceGrpc.newBlockingStub(channel);
        long begin = System.nanoTime() + first.toNanos();
        for (int i = 0, counted = 0; counted < calls; i++) {
          long before = System.nanoTime();
          String tier = tier(stub, shorter.get(i % shorter.size()) + " " + i);
          long micros = (System.nanoTime() - before) / 1000;
          together.record(micros);
          byTier.computeIfAbsent(tier, any -> new Latencies(first)).record(micros);
          counted += before > begin ? 1 : 0;
        }
      } finally {
        channel.shutdownNow();
      }
    }
    System.out.println("| single calls decided by | p50 ms | p99 ms |");
    System.out.println("|---|---|---|");
    byTier.forEach(CascadeTable::print);
    print("all", together);
  }

  private static void print(String name, Latencies latencies) {
    System.out.printf(
        Locale.ROOT, "| %s | %.2f | %.2f |%n", name, latencies.millis(50), latencies.millis(99));
  }

  private static String tier(ClassifierServiceBlockingStub stub, String text) {
    return stub.classifyTexts(
            ClassifyTextsRequest.newBuilder()
                .addComments(TextToClassify.newBuilder().setText(text))
                .build())
        .getClassifications(0)
        .getClassification()
        .getTier();
  }

  private static List<String> upToLongestCall(Path models, List<String> mix) throws IOException {
    Path tokenizer =
        ModelFolder.at(models).versions().entrySet().stream()
            .filter(entry -> entry.getKey().name().equals(ENCODER))
            .max(Map.Entry.<ModelId, Path>comparingByKey())
            .orElseThrow(() -> new IOException("no " + ENCODER + " in " + models))
            .getValue()
            .resolve(ChatEncoder.TOKENIZER);
    try (HuggingFaceTokenizer tokens = HuggingFaceTokenizer.newInstance(tokenizer)) {
      return mix.stream()
          .filter(text -> tokens.encode(text).getIds().length <= LONGEST_CALL)
          .toList();
    }
  }
}
