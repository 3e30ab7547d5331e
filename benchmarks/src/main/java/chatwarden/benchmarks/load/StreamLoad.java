package chatwarden.benchmarks.load;

import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.grpc.GrpcChannels;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Has a running classifier classify batches of 64 texts on streams, and prints how many comments a
 * second it answers.
 */
@Command(
    name = "stream",
    description = {
      "Measures a classifier over StreamingClassifyTexts, in batches of 64.",
      "For a server on one core: taskset -c 0 ./chatwarden serve classifier --set"
          + " classifier.port=9101, and taskset -c 1 tools/benchmark stream --target"
          + " 127.0.0.1:9101."
    },
    mixinStandardHelpOptions = true)
final class StreamLoad implements Callable<Integer> {
  private static final int TEXTS = 64;
  private static final int REQUESTS = 32;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Option(names = "--target", required = true, description = "The classifier, host:port.")
  private String target = "";

  @Option(names = "--streams", defaultValue = "2", description = "How many streams.")
  private int streams;

  @Option(
      names = "--depth",
      defaultValue = "8",
      description = "How many batches of a stream are under way.")
  private int depth;

  @Option(names = "--seconds", defaultValue = "20", description = "How long it is measured.")
  private int seconds;

  @Option(names = "--warmup", defaultValue = "20", description = "Seconds before that.")
  private int warmup;

  private final LongAdder answered = new LongAdder();

  /** Runs it and exits. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StreamLoad()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    List<ClassifyTextsRequest> requests = requests();
    ManagedChannel channel = GrpcChannels.open(target);
    try {
      List<Stream> open = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        open.add(new Stream(requests));
        ClassifierServiceGrpc.newStub(channel).streamingClassifyTexts(open.getLast());
      }
      TimeUnit.SECONDS.sleep(warmup);
      long before = answered.sum();
      long begin = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      double perSecond = (answered.sum() - before) * 1e9 / (System.nanoTime() - begin);
      open.forEach(Stream::stop);
      for (Stream stream : open) {
        stream.awaitEnd();
      }
      System.out.printf(
          Locale.ROOT,
          "| streams | batches under way on each | comments/s |%n|---|---|---|%n| %d | %d | %,.0f"
              + " |%n",
          streams,
          depth,
          perSecond);
      return 0;
    } finally {
      channel.shutdownNow();
    }
  }

  private static List<ClassifyTextsRequest> requests() {
    ChatTexts invented = new ChatTexts(new Random(42));
    List<ClassifyTextsRequest> requests = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder().setLanguage("vi");
      for (int k = 0; k < TEXTS; k++) {
        request.addComments(TextToClassify.newBuilder().setText(invented.next()));
      }
      requests.add(request.build());
    }
    return requests;
  }

  /** One stream: every answer is followed by the next request. */
  private final class Stream
      implements ClientResponseObserver<
          StreamingClassifyTextsRequest, StreamingClassifyTextsResponse> {
    private final List<ClassifyTextsRequest> requests;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    @SuppressWarnings("NullAway.Init") // beforeStart sets it
    private ClientCallStreamObserver<StreamingClassifyTextsRequest> call;

    private volatile boolean stopped;
    private int sent;

    Stream(List<ClassifyTextsRequest> requests) {
      this.requests = requests;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamingClassifyTextsRequest> call) {
      this.call = call;
      call.setOnReadyHandler(this::begin);
    }

    private void begin() {
      while (sent < depth) {
        send();
      }
    }

    private void send() {
      call.onNext(
          StreamingClassifyTextsRequest.newBuilder()
              .setRequestId(String.valueOf(sent))
              .setRequest(requests.get(sent % requests.size()))
              .build());
      sent++;
    }

    void stop() {
      stopped = true;
    }

    void awaitEnd() throws InterruptedException {
      try {
        end.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof TimeoutException
            ? new IllegalStateException("a stream did not end within " + LIMIT)
            : e;
      }
    }

    @Override
    public void onNext(StreamingClassifyTextsResponse response) {
      answered.add(response.getResponse().getClassificationsCount());
      if (!stopped) {
        send();
      } else if (!end.isDone()) {
        call.onCompleted();
        end.complete(null);
      }
    }

    @Override
    public void onError(Throwable fault) {
      end.completeExceptionally(fault);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }
  }
}
