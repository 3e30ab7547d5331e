package chatwarden.serving.batch;

/**
 * How a {@link Batcher} is sized.
 *
 * @param threads how many threads run batches; 0 is one for every processor
 * @param capacity how many calls of each priority may wait
 * @param tokens how many tokens a batch may have, padding included: its rows times its longest row.
 *     A longer row runs alone
 */
public record BatchSettings(int threads, int capacity, int tokens) {

  public BatchSettings {
    require("threads", threads, 0);
    require("capacity", capacity, 1);
    require("tokens", tokens, 1);
    if (threads == 0) {
      threads = Runtime.getRuntime().availableProcessors();
    }
  }

  private static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
