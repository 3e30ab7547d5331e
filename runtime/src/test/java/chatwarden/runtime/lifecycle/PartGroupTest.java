package chatwarden.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many parts as processors wait within class initialisers, where a thread holds its carrier. */
@Timeout(30)
final class PartGroupTest {

  static final CountDownLatch OTHER_PART = new CountDownLatch(1);

  /** A class whose initialiser waits for another part, as that of a native library may. */
  static final class Waiting {
    static final boolean CAME = awaitOther();

    private static boolean awaitOther() {
      try {
        return OTHER_PART.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private interface Start {
    void run() throws Exception;
  }

  private record Part(String name, Start begin) implements ServicePart {
    @Override
    public void start() throws Exception {
      begin.run();
    }

    @Override
    public void close() {}
  }

  @Test
  void partsThatWaitInClassInitialisersLetOthersStart() throws Exception {
    byte[] waiting = classFile();
    List<Boolean> came = Collections.synchronizedList(new ArrayList<>());
    List<ServicePart> parts = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      parts.add(new Part("waiting", () -> came.add(initialised(waiting))));
    }
    parts.add(new Part("other", OTHER_PART::countDown));

    new PartGroup("group", parts).start();

    assertThat(came).hasSize(parts.size() - 1).doesNotContain(false);
  }

  private static byte[] classFile() throws Exception {
    String file = Waiting.class.getName().replaceFirst(".*\\.", "") + ".class";
    try (InputStream in =
        Objects.requireNonNull(PartGroupTest.class.getResourceAsStream(file), file)) {
      return in.readAllBytes();
    }
  }

  /** Initialises a class of its own that is like {@link Waiting}. */
  private static boolean initialised(byte[] classFile) throws Exception {
    MethodHandles.Lookup own = MethodHandles.lookup().defineHiddenClass(classFile, true);
    return own.lookupClass().getDeclaredField("CAME").getBoolean(null);
  }
}
