package chatwarden.it.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.door.RunningPlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each door of one started platform under calls that no honest client makes: none may end as an
 * internal fault, none may hang, nothing may pile up, and the next honest call is answered.
 */
class DoorFuzzTest {
  private static final int THREADS = 32;
  private static final int CALLS = 5_000;
  private static final int WIRES = 200;
  private static final long SEED = 20_260_101;
  private static final int MUCH_LONGER = 20;
  private static final long MAY_GROW_BYTES = 96L * 1024 * 1024;

  @TempDir private static Path folder;
  private static RunningPlatform platform;
  private static double heapBefore;

  /** One call with a random of its own; returns the problem, or nothing. */
  private interface Door {
    String call(Dice dice) throws Exception;
  }

  @BeforeAll
  static void start() throws Exception {
    platform =
        new RunningPlatform(
            folder,
            "bridge.request-timeout=3s",
            "bridge.heartbeat=500ms",
            "admission.budget=0s"); // A call that is refused unread proves nothing.
    HonestCalls.push(platform);
    // Warm, so that what grows later is not what a first call takes.
    grpc(500);
    fuzz(500, http()::rest);
    heapBefore = heap();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @AfterEach
  void theNextHonestCallIsAnswered() throws Exception {
    HonestCalls.areAnswered(platform);
    assertThat(platform.isAlive()).isTrue();
    assertThat(platform.printed()).doesNotContain("INTERNAL_FAULT", "(a bug)", "OutOfMemory");
    Awaitility.await("streams of clients that left are let go")
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                metric("chatwarden_bridge_watch_subscriber") == 0
                    && metric("chatwarden_bridge_store_call") == 0);
    // Connections that were just cut still hold their buffers; what piled up would stay.
    Awaitility.await("the heap holds no more than before")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(2))
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () ->
                assertThat(heap()).as("bytes of the heap").isLessThan(heapBefore + MAY_GROW_BYTES));
  }

  @Test
  void grpcHolds() throws Exception {
    grpc(CALLS);
  }

  @Test
  void grpcWebHolds() throws Exception {
    fuzz(CALLS, http()::grpcWeb);
  }

  @Test
  void restHolds() throws Exception {
    fuzz(CALLS, http()::rest);
  }

  @Test
  void theCompatibleEndpointsHold() throws Exception {
    fuzz(CALLS, http()::compatible);
  }

  @Test
  void serverSentEventsHold() throws Exception {
    fuzz(CALLS, new SseFuzzer(platform.port())::call);
  }

  @Test
  void socketsHold() throws Exception {
    fuzz(CALLS, new SocketFuzzer(platform.port())::call);
  }

  /** Fewer, as each is a connection and many wait for what the other side does. */
  @Test
  void theWireHolds() throws Exception {
    fuzz(WIRES, new WireFuzzer(platform.port())::call);
  }

  @Test
  @Tag("fuzz")
  void everyDoorHoldsForLong() throws Exception {
    grpc(CALLS * MUCH_LONGER);
    fuzz(CALLS * MUCH_LONGER, http()::grpcWeb);
    fuzz(CALLS * MUCH_LONGER, http()::rest);
    fuzz(CALLS * MUCH_LONGER, http()::compatible);
    fuzz(CALLS * MUCH_LONGER, new SseFuzzer(platform.port())::call);
    fuzz(CALLS * MUCH_LONGER, new SocketFuzzer(platform.port())::call);
    fuzz(WIRES * MUCH_LONGER, new WireFuzzer(platform.port())::call);
  }

  private static void grpc(int calls) throws Exception {
    try (GrpcFuzzer grpc = new GrpcFuzzer(platform.port())) {
      fuzz(calls, grpc::call);
    }
  }

  private static HttpFuzzer http() {
    return new HttpFuzzer(platform.http(), platform.uri("/"));
  }

  private static void fuzz(int calls, Door door) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        threads.execute(
            () -> {
              for (int n = next.getAndIncrement(); n < calls; n = next.getAndIncrement()) {
                String fault = oneCall(n, door);
                if (!fault.isEmpty()) {
                  wrong.add("call " + n + ": " + fault);
                }
              }
            });
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(9, TimeUnit.MINUTES)).as("no call hangs").isTrue();
    }
    assertThat(wrong.stream().limit(20).toList()).as(wrong.size() + " calls").isEmpty();
  }

  private static String oneCall(int n, Door door) {
    try {
      return door.call(new Dice(SEED + n));
    } catch (Exception e) {
      return String.valueOf(e);
    }
  }

  private static double metric(String name) throws Exception {
    return sum(name + "(?:\\{[^}]*})?");
  }

  /** The sum over the series that {@code series} matches, name and labels. */
  private static double sum(String series) throws Exception {
    Matcher line =
        Pattern.compile("^" + series + " (\\S+)$", Pattern.MULTILINE)
            .matcher(platform.text("/metrics"));
    double sum = 0;
    while (line.find()) {
      sum += Double.parseDouble(line.group(1));
    }
    return sum;
  }

  /** What the heap of the platform holds after a collection. */
  private static double heap() throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    run(List.of(jcmd.toString(), String.valueOf(platform.pid()), "GC.run"));
    return sum("jvm_memory_used_bytes\\{area=\"heap\"[^}]*}");
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(process.waitFor()).isZero();
  }
}
