package chatwarden.store.layout;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layout version of a store, in the field {@code layout} of {@code cw:store}. A version that
 * reads a store refuses one of a newer layout, and migrates one of an older layout. A migration may
 * run several times, and in several processes at once. Used by one thread at a time.
 */
public final class StoreLayout {

  /** The layout that this version writes. */
  public static final int CURRENT = 2;

  /** The layout of a store without a version: those of before had none. */
  public static final int UNMARKED = 1;

  private static final String FIELD = "layout";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Logger log = LoggerFactory.getLogger(StoreLayout.class);

  private final SharedConnection redis;
  private final RestoreMarker restores;

  public StoreLayout(SharedConnection redis) {
    this.redis = redis;
    this.restores = new RestoreMarker(redis);
  }

  /**
   * Checks the store before it is used, and migrates one of an older layout.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when a newer version wrote the store, or a
   *     restore into it is incomplete
   */
  public void admit() {
    restores.requireComplete();
    int stored = stored();
    if (stored < CURRENT) {
      long begin = System.nanoTime();
      long changed = new ReviewQueueMigration(redis).run();
      redis.runForNumber(new ScriptCall(Script.MARK_LAYOUT).key(ChatKeys.STORE).argument(CURRENT));
      log.info(
          "Migrated store from={} to={} changed={} millis={}",
          stored,
          CURRENT,
          changed,
          (System.nanoTime() - begin) / 1_000_000);
    }
  }

  /**
   * Returns the layout of the store.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when a newer version wrote the store
   */
  public int stored() {
    byte[] field = redis.ask(commands -> commands.hget(ChatKeys.STORE, FIELD));
    if (field == null) {
      return UNMARKED;
    }
    String word = new String(field, StandardCharsets.UTF_8);
    if (!NUMBER.matcher(word).matches() || Integer.parseInt(word) > CURRENT) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "STORE_LAYOUT_NEWER",
          "the store has layout "
              + word
              + " (expected: at most "
              + CURRENT
              + "), a newer Chatwarden wrote it: start that version, or restore a backup that was"
              + " made before the upgrade (chatwarden restore --replace)");
    }
    return Integer.parseInt(word);
  }

  /** Marks the store as one of a layout, whatever it was marked as. */
  public void mark(int layout) {
    byte[] word = Integer.toString(layout).getBytes(StandardCharsets.UTF_8);
    redis.ask(commands -> commands.hset(ChatKeys.STORE, FIELD, word));
  }
}
