package chatwarden.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ServiceProcessTest {

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  /** Notes what happens to it. */
  private class Noted implements ServicePart {

    private final String name;

    Noted(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start() throws Exception {
      events.add("start " + name);
    }

    @Override
    public void drain(Duration timeout) throws Exception {
      events.add("drain " + name);
    }

    @Override
    public void close() throws Exception {
      events.add("close " + name);
    }
  }

  @Test
  void partsStartInOrderAndAllDrainBeforeAnyCloses() {
    try (ServiceProcess process =
        ServiceProcess.builder().part(new Noted("a")).part(new Noted("b")).build()) {
      process.start();
      assertThat(events).containsExactly("start a", "start b");
    }

    assertThat(events)
        .containsExactly("start a", "start b", "drain b", "drain a", "close b", "close a");
  }

  @Test
  void closingTwiceDoesNothingMore() {
    ServiceProcess process = ServiceProcess.builder().part(new Noted("a")).build();
    process.start();
    process.close();
    process.close();

    assertThat(events).containsExactly("start a", "drain a", "close a");
  }

  @Test
  void aProcessThatIsToldToStopWhileItStartsGivesUp() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    ServicePart slow =
        new Noted("slow") {
          @Override
          public void start() throws Exception {
            while (!events.contains("start b")) {
              Thread.onSpinWait();
            }
            starting.countDown();
            TimeUnit.SECONDS.sleep(60);
          }
        };
    ServiceProcess process =
        ServiceProcess.builder()
            .part(new Noted("a"))
            .together("both", new Noted("b"), slow)
            .part(new Noted("c"))
            .build();
    CompletableFuture<Void> start = CompletableFuture.runAsync(process::start);
    starting.await();
    process.close();

    assertThatThrownBy(start::join).cause().matches(FaultCode.FAILED_PRECONDITION::isOf);
    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void aPartThatCannotStartIsNamedAndThoseBeforeItAreClosed() {
    ServicePart broken =
        new Noted("broken") {
          @Override
          public void start() throws Exception {
            throw new IOException("disk is full");
          }
        };
    ServiceProcess process =
        ServiceProcess.builder()
            .part(new Noted("a"))
            .part(new Noted("b"))
            .part(broken)
            .part(new Noted("c"))
            .build();

    assertThatThrownBy(process::start)
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessage("broken could not start: disk is full");
    assertThat(events).containsExactly("start a", "start b", "close b", "close a");
  }

  @Test
  void aFaultThatIsClearAlreadyStaysAsItIs() {
    ChatwardenException fault = FaultCode.FAILED_PRECONDITION.exception("PORT_TAKEN", "port 1");
    ServicePart broken =
        new Noted("broken") {
          @Override
          public void start() {
            throw fault;
          }
        };

    assertThatThrownBy(() -> ServiceProcess.builder().part(broken).build().start()).isSameAs(fault);
  }

  @Test
  void aPartThatHangsIsLeftBehindAndTheOthersStop() {
    CountDownLatch never = new CountDownLatch(1);
    ServicePart hanging =
        new Noted("hanging") {
          @Override
          public void drain(Duration timeout) throws InterruptedException {
            never.await();
          }
        };
    ServiceProcess process =
        ServiceProcess.builder()
            .drainTimeout(Duration.ofMillis(100))
            .part(new Noted("a"))
            .part(hanging)
            .build();
    process.start();
    long begin = System.nanoTime();
    process.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(events)
        .containsExactly("start a", "start hanging", "drain a", "close hanging", "close a");
  }

  @Test
  void aPartThatFailsToDrainIsClosedAllTheSame() {
    ServicePart failing =
        new Noted("failing") {
          @Override
          public void drain(Duration timeout) throws Exception {
            throw new IOException("gone");
          }
        };
    ServiceProcess process = ServiceProcess.builder().part(new Noted("a")).part(failing).build();
    process.start();
    process.close();

    assertThat(events)
        .containsExactly("start a", "start failing", "drain a", "close failing", "close a");
  }

  @Test
  void partsOfAGroupStartAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);
    class Meeting extends Noted {
      Meeting(String name) {
        super(name);
      }

      @Override
      public void start() throws Exception {
        both.await(10, TimeUnit.SECONDS);
        super.start();
      }
    }
    ServiceProcess process =
        ServiceProcess.builder()
            .part(new Noted("first"))
            .together("models", new Meeting("a"), new Meeting("b"))
            .build();
    process.start();
    process.close();

    assertThat(events.subList(0, 3))
        .containsExactlyInAnyOrder("start first", "start a", "start b")
        .startsWith("start first");
    assertThat(events.subList(3, 8))
        .containsExactlyInAnyOrder("drain a", "drain b", "drain first", "close a", "close b");
    assertThat(events).endsWith("close first").hasSize(9);
  }

  @Test
  void aGroupWithABrokenPartClosesItsOthers() {
    CountDownLatch started = new CountDownLatch(1);
    ServicePart good =
        new Noted("good") {
          @Override
          public void start() throws Exception {
            super.start();
            started.countDown();
          }
        };
    ServicePart broken =
        new Noted("broken") {
          @Override
          public void start() throws Exception {
            started.await();
            throw new IOException("no");
          }
        };
    ServiceProcess process =
        ServiceProcess.builder().part(new Noted("a")).together("group", good, broken).build();

    assertThatThrownBy(process::start).hasMessage("group could not start: no");
    assertThat(events).containsExactly("start a", "start good", "close good", "close a");
  }

  @Test
  void aSequenceWithABrokenPartClosesThoseBeforeIt() {
    ServicePart broken =
        new Noted("broken") {
          @Override
          public void start() throws Exception {
            throw new IOException("no");
          }
        };

    assertThatThrownBy(() -> ServicePart.inOrder("row", List.of(new Noted("a"), broken)).start())
        .hasMessage("no");
    assertThat(events).containsExactly("start a", "close a");
  }
}
