package chatwarden.serving.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Answers a row with its length and its own name. A row has as many tokens as characters. The row
 * {@code block} holds its batch until {@link #release}, and one that holds {@code bad} fails it.
 */
final class Lengths implements BatchFunction<String, String> {

  private final String name;
  private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  Lengths(String name) {
    this.name = name;
  }

  @Override
  public int tokens(String row) {
    return row.length();
  }

  @Override
  public List<String> run(List<String> rows) {
    batches.add(List.copyOf(rows));
    if (rows.contains("block")) {
      entered.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (rows.stream().anyMatch(row -> row.contains("bad"))) {
      throw new IllegalArgumentException("a bad row");
    }
    return rows.stream().map(this::answer).toList();
  }

  /** The answer to a row that is not bad. */
  String answer(String row) {
    return name + row.length() + row;
  }

  /** The rows that ran together, in the order in which they were begun. */
  List<List<String>> batches() {
    return batches;
  }

  void awaitBlocked() throws InterruptedException {
    entered.await();
  }

  void release() {
    released.countDown();
  }
}
