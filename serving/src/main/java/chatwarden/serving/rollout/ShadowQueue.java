package chatwarden.serving.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Texts that wait for the other version; one that finds it full is left out. Never blocks a call.
 */
final class ShadowQueue {

  /** How many texts are scored before the load is looked at again. */
  static final int TOGETHER = 16;

  private final BlockingQueue<ShadowText> texts;

  ShadowQueue(int capacity) {
    this.texts = new ArrayBlockingQueue<>(capacity);
  }

  void offer(ShadowText text) {
    if (!texts.offer(text)) {
      text.trial().dropped(1);
    }
  }

  /** Waits for a text, and returns it with those after it that go with it. */
  List<ShadowText> take() throws InterruptedException {
    List<ShadowText> some = new ArrayList<>(TOGETHER);
    some.add(texts.take());
    ShadowText next = texts.peek();
    while (next != null && some.size() < TOGETHER && next.goesWith(some.getFirst())) {
      some.add(texts.remove()); // This is the only reader, so that it is the one just seen.
      next = texts.peek();
    }
    return some;
  }

  int size() {
    return texts.size();
  }
}
