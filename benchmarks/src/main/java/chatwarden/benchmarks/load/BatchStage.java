package chatwarden.benchmarks.load;

import chatwarden.classifier.server.ClassifierServer;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.inference.loader.RewriterLoaders;
import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelLoader;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.rewriter.server.RewriterServer;
import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.TextToRewrite;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelService;
import chatwarden.standalone.batch.AnswerColumns;
import chatwarden.standalone.batch.BatchRun;
import chatwarden.standalone.batch.BatchSettings;
import chatwarden.standalone.batch.ClassificationColumns;
import chatwarden.standalone.batch.ProgressMeter;
import chatwarden.standalone.batch.RewritingColumns;
import chatwarden.standalone.batch.TaggingColumns;
import chatwarden.standalone.jsonl.TextModel;
import chatwarden.standalone.parquet.ParquetCodec;
import chatwarden.standalone.process.Futures;
import chatwarden.standalone.process.Settings;
import chatwarden.tagger.server.TaggerServer;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.testing.project.ProjectRoot;
import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A command with its default model, as a run over a file and as a model to be asked directly. */
final class BatchStage implements AutoCloseable {
  private final String name;
  private final int batch;
  private final AnswerColumns columns;
  private final Function<List<String>, List<String>> model;
  private final AutoCloseable lease;
  private final ServicePart server;
  private final ManagedChannel channel;
  private final TextModel client;

  private <M extends AutoCloseable> BatchStage(
      String name,
      int batch,
      AnswerColumns columns,
      Leased<M> leased,
      Function<M, Function<List<String>, List<String>>> asked,
      ModelService<M, ?> service,
      Function<Channel, Function<List<String>, CompletionStage<List<? extends Message>>>> client)
      throws Exception {
    this.name = name;
    this.batch = batch;
    this.columns = columns;
    this.lease = leased;
    this.model = asked.apply(leased.lease().model());
    Config config =
        Settings.loader()
            .flags(
                Map.of(
                    "inference.refine-budget", "1d", "admission.budget", "0s", "model.poll", "0s"))
            .load();
    this.server = service.inProcess(name, config, Telemetry.prometheus());
    server.start();
    this.channel = GrpcChannels.open("inprocess:" + name);
    var ask = client.apply(channel);
    this.client =
        new TextModel() {
          @Override
          public CompletionStage<List<? extends Message>> answer(List<String> texts) {
            return ask.apply(texts);
          }

          @Override
          public int batch() {
            return batch;
          }
        };
  }

  /** Opens the stage of a command. */
  static BatchStage open(String name) throws Exception {
    return switch (name) {
      case "classify" ->
          new BatchStage(
              name,
              64,
              new ClassificationColumns(false),
              Leased.of(ClassifierLoaders.TASK, "chat", ClassifierLoaders.all()),
              BatchStage::judged,
              ClassifierServer.SERVICE,
              BatchStage::classifying);
      case "tag" ->
          new BatchStage(
              name,
              64,
              new TaggingColumns(),
              Leased.of(TaggerLoaders.TASK, "chat-spans", TaggerLoaders.all()),
              BatchStage::tagged,
              TaggerServer.SERVICE,
              BatchStage::tagging);
      case "rewrite" ->
          new BatchStage(
              name,
              16,
              new RewritingColumns(),
              Leased.of(RewriterLoaders.TASK, "chat-rewriter", RewriterLoaders.all()),
              BatchStage::rewritten,
              RewriterServer.SERVICE,
              BatchStage::rewriting);
      default ->
          throw new IllegalArgumentException(
              "stage: " + name + " (expected: classify, tag or rewrite)");
    };
  }

  private static Function<List<String>, List<String>> judged(Classifier model) {
    return texts ->
        model.judge(texts.stream().map(Question::inAnyLanguage).toList()).stream()
            .map(Object::toString)
            .toList();
  }

  private static Function<List<String>, List<String>> tagged(SpanTagger model) {
    return texts -> model.tag(texts).stream().map(Object::toString).toList();
  }

  private static Function<List<String>, List<String>> rewritten(Rewriter model) {
    return texts ->
        texts.stream().map(text -> model.rewrite(text, "auto", _ -> {}).toString()).toList();
  }

  private static Function<List<String>, CompletionStage<List<? extends Message>>> classifying(
      Channel channel) {
    var stub = ClassifierServiceGrpc.newFutureStub(channel);
    return texts -> {
      var request = ClassifyTextsRequest.newBuilder();
      texts.forEach(text -> request.addComments(TextToClassify.newBuilder().setText(text)));
      return Futures.of(stub.classifyTexts(request.build()))
          .thenApply(response -> response.getClassificationsList());
    };
  }

  private static Function<List<String>, CompletionStage<List<? extends Message>>> tagging(
      Channel channel) {
    var stub = TaggerServiceGrpc.newFutureStub(channel);
    return texts -> {
      var request = TagSpansRequest.newBuilder();
      texts.forEach(text -> request.addComments(TextToTag.newBuilder().setText(text)));
      return Futures.of(stub.tagSpans(request.build()))
          .thenApply(response -> response.getTaggingsList());
    };
  }

  private static Function<List<String>, CompletionStage<List<? extends Message>>> rewriting(
      Channel channel) {
    var stub = RewriterServiceGrpc.newFutureStub(channel);
    return texts -> {
      var request = RewriteTextRequest.newBuilder();
      texts.forEach(text -> request.addComments(TextToRewrite.newBuilder().setText(text)));
      return Futures.of(stub.rewriteText(request.build()))
          .thenApply(response -> response.getRewritesList());
    };
  }

  /** A model of the folder of those that ship. */
  private record Leased<M extends AutoCloseable>(ModelRepository<M> models, ModelLease<M> lease)
      implements AutoCloseable {

    static <M extends AutoCloseable> Leased<M> of(
        String task, String name, List<ModelLoader<M>> loaders) {
      ModelRepository<M> models =
          new ModelRepository<>(
              task,
              ModelFolder.at(ProjectRoot.find().resolve("models")),
              loaders,
              VersionPolicy.ALL,
              new SimpleMeterRegistry());
      models.start();
      return new Leased<>(models, models.lease(name));
    }

    @Override
    public void close() {
      lease.close();
      models.close();
    }
  }

  String name() {
    return name;
  }

  int batch() {
    return batch;
  }

  /** Asks the model on this thread. */
  List<String> ask(List<String> texts) {
    return model.apply(texts);
  }

  /** Runs the command over a file. */
  void run(Path file) throws IOException {
    BatchSettings settings =
        new BatchSettings(
            file,
            Path.of(file + ".run.jsonl"),
            "text",
            Optional.empty(),
            "",
            ParquetCodec.ZSTD,
            false,
            Duration.ofMinutes(1),
            Map.of());
    PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
    new BatchRun(
            settings,
            client,
            columns,
            new ProgressMeter(silent, false, System::nanoTime),
            System::nanoTime)
        .run();
  }

  @Override
  public void close() throws Exception {
    channel.shutdownNow();
    server.close();
    lease.close();
  }
}
