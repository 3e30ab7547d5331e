package chatwarden.mlops.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that takes part in {@link TestSearch}: {@code JOURNAL TRIALS HANG_AFTER}. */
public final class SearchWorker {
  private int evaluations;

  private SearchWorker() {}

  /** Searches; stays for ever in the evaluation HANG_AFTER. */
  public static void main(String[] arguments) throws IOException {
    SearchWorker worker = new SearchWorker();
    int hangAfter = Integer.parseInt(arguments[2]);
    TestSearch.search(Integer.parseInt(arguments[1]), 1, System.out::println)
        .run(
            (parameters, fold) -> {
              if (worker.evaluations++ == hangAfter) {
                hang();
              }
              return TestSearch.loss(parameters, fold);
            },
            TestSearch.study(Path.of(arguments[0])));
  }

  private static void hang() {
    System.out.println("hangs");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
