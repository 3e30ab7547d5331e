package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.store.redis.NeedsRedisServer;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever the order in which the broker delivers, and however often, the chat is the same. */
@AddLifecycleHook(NeedsRedisServer.class)
final class RedeliveryPropertyTest {

  private static final AtomicInteger RUNS = new AtomicInteger();
  private static @Nullable RedisServer redis;
  private static @Nullable OpenStores stores;

  @BeforeContainer
  static void start() throws InterruptedException {
    redis = RedisServer.start();
    stores = OpenStores.on(redis);
  }

  @AfterContainer
  static void stop() {
    if (stores != null) {
      stores.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Property(tries = 60)
  void anyOrderAndRepetitionGivesTheSameChat(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int batchSize) {
    int run = RUNS.incrementAndGet();
    TestChat straight = chat("straight-" + run);
    messages(straight, batchSize).forEach(this::record);
    record(straight.end("2026-01-01T12:30:00Z"));

    TestChat shuffled = chat("shuffled-" + run);
    List<Message> messages = messages(shuffled, batchSize);
    Random random = new Random(seed);
    List<Message> delivered = new ArrayList<>(messages);
    for (int i = 0; i < messages.size(); i++) {
      delivered.add(messages.get(random.nextInt(messages.size())));
    }
    Collections.shuffle(delivered, random);
    delivered.forEach(this::record);
    record(shuffled.end("2026-01-01T12:30:00Z"));
    record(messages.get(random.nextInt(messages.size())));
    record(shuffled.end("2026-01-01T12:30:00Z"));

    assertThat(hashes(shuffled)).isEqualTo(hashes(straight));
    assertThat(told(shuffled)).isEqualTo(told(straight));
    assertThat(counts(shuffled)).isEqualTo(counts(straight));
    taggedFollowsClassified(shuffled);
  }

  private static TestChat chat(String id) {
    return TestChat.of(id, 24, 0.5);
  }

  /** All messages of the chat but its end, each once, in the order of the pipeline. */
  private static List<Message> messages(TestChat chat, int batchSize) {
    List<Message> messages = new ArrayList<>(chat.classifiedBatches(batchSize));
    List<TaggedComment> tagged = new ArrayList<>(chat.tagged());
    TaggedComment failed =
        TaggedComment.newBuilder()
            .setComment(tagged.removeLast().getComment())
            .setFailed(true)
            .build();
    tagged.add(failed);
    for (TaggedComment comment : tagged) {
      messages.add(TaggedBatch.newBuilder().setChat(chat.id()).addComments(comment).build());
    }
    String author = chat.comments().get(2).getComment().getAuthor().getId();
    messages.add(chat.deletion(chat.commentId(3)));
    messages.add(chat.deletion("never-delivered"));
    messages.add(chat.ban(author, 9));
    messages.add(chat.ban(author, 15));
    messages.add(chat.ban("", 5));
    return messages;
  }

  private void record(Message message) {
    switch (message) {
      case ClassifiedBatch batch -> OpenStores.await(stores().comments().record(batch));
      case TaggedBatch batch -> OpenStores.await(stores().comments().record(batch));
      case ChatEvent event -> OpenStores.await(stores().comments().record(event));
      default -> throw new AssertionError(message.getClass());
    }
  }

  private static Map<String, Map<String, String>> hashes(TestChat chat) {
    Map<String, Map<String, String>> hashes = new TreeMap<>();
    for (ClassifiedComment comment : chat.comments()) {
      String id = comment.getComment().getId();
      hashes.put(id, stores().hash(chat.id(), id));
    }
    return hashes;
  }

  /** How often each thing was told. */
  private static Map<String, Long> told(TestChat chat) {
    return stores().allEvents(chat.id()).stream()
        .collect(Collectors.groupingBy(RedeliveryPropertyTest::name, Collectors.counting()));
  }

  private static String name(WatchCommentsResponse event) {
    return switch (event.getEventCase()) {
      case CLASSIFIED -> "classified " + event.getClassified().getComment().getId();
      case TAGGED -> "tagged " + event.getTagged().getComment().getId();
      case REWRITTEN -> "rewritten " + event.getRewritten().getId();
      case DELETED -> "deleted " + event.getDeleted().getId();
      case BANNED ->
          "banned " + event.getBanned().getAuthor().getId() + event.getBanned().getBanTime();
      case ACTION -> "action " + event.getAction().getId();
      case DECIDED -> "decided " + event.getDecided().getId();
      case HELD -> "held " + event.getHeld().getComment().getId() + event.getHeld().getState();
      case ENDED -> "ended";
      case STARTED -> "started";
      case EVENT_NOT_SET -> "nothing";
    };
  }

  private static List<Long> counts(TestChat chat) {
    var stored = stores().comments().chat(chat.id()).orElseThrow();
    return List.of(stored.getCommentCount(), stored.getFlaggedCount());
  }

  private static void taggedFollowsClassified(TestChat chat) {
    List<String> names =
        stores().allEvents(chat.id()).stream().map(RedeliveryPropertyTest::name).toList();
    for (String name : names) {
      if (name.startsWith("tagged ")) {
        assertThat(names.indexOf(name))
            .isGreaterThan(names.indexOf(name.replace("tagged", "classified")));
      }
    }
    assertThat(names).endsWith("ended");
  }

  private static OpenStores stores() {
    if (stores == null) {
      throw new AssertionError("not started");
    }
    return stores;
  }
}
