package chatwarden.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A script that Redis runs at one stroke.
 *
 * @param source in Lua
 * @param digest SHA-1 of the source, by which Redis knows it
 */
public record Script(String source, String digest) {

  public static final Script RECORD_COMMENTS =
      of(read("chat") + read("sketch") + read("erased") + read("record_comments"));
  public static final Script RECORD_DELETION = ofQueue("record_deletion");
  public static final Script RECORD_BAN = of(read("chat") + read("erased") + read("record_ban"));
  public static final Script RECORD_REWRITINGS = ofChat("record_rewritings");
  public static final Script RECORD_END = ofChat("record_end");
  public static final Script PASS_OVER = ofChat("pass_over");
  public static final Script REMOVE_COMMENT = ofQueue("remove_comment");
  public static final Script TRIM_EVENTS = ofChat("trim_events");
  public static final Script DROP_CHAT = ofChat("drop_chat");
  public static final Script SWEEP_BANS = of(read("sweep_bans"));
  public static final Script REPLACE_STREAM = of(read("replace_stream"));
  public static final Script REPLACE_FIELD = of(read("replace_field"));
  public static final Script FORGET_EDITOR = of(read("forget_editor"));
  public static final Script MARK_BANNED = of(read("queue") + read("mark_banned"));
  public static final Script CREATE_SESSION = ofChat("create_session");
  public static final Script CLAIM_SESSION = of(read("claim_session"));
  public static final Script USE_LEASE = of(read("use_lease"));
  public static final Script STOP_SESSION = of(read("stop_session"));
  public static final Script CLAIM_REVIEWS = of(read("claim_reviews"));
  public static final Script RELEASE_REVIEWS = of(read("release_reviews"));
  public static final Script JUDGE_REVIEW =
      of(read("queue") + read("threshold") + read("sketch") + read("judge_review"));
  public static final Script UPDATE_SETTINGS = of(read("threshold") + read("update_settings"));
  public static final Script LOSE_SESSION = ofChat("lose_session");
  public static final Script NOTE_ALIAS = of(read("note_alias"));
  public static final Script START_RUN = ofRun("start_run");
  public static final Script CHANGE_RUN = ofRun("change_run");
  public static final Script CLAIM_STEP = ofRun("claim_step");
  public static final Script USE_STEP = ofRun("use_step");
  public static final Script DROP_RUN = ofRun("drop_run");
  public static final Script PUBLISH_PIPELINES = of(read("publish_pipelines"));
  public static final Script CHANGE_ROLLOUT = of(read("change_rollout"));
  public static final Script MARK_LAYOUT = of(read("mark_layout"));
  public static final Script READ_VALUES = of(read("read_values"));
  public static final Script READ_POSITION = of(read("read_position"));
  public static final Script RESTORE_VALUE = of(read("restore_value"));
  public static final Script RESTORE_COMMENT = of(read("restore_comment"));
  public static final Script ADD_ACTION = ofChat("add_action");
  public static final Script CHANGE_ACTION = ofChat("change_action");
  public static final Script SET_ACTING = of(read("set_acting"));
  public static final Script HOLD_LEASE = of(read("hold_lease"));
  public static final Script CHANGE_WEBHOOK = of(read("change_webhook"));
  public static final Script BURY_DELIVERY = of(read("bury_delivery"));
  static final Script PROBE_STORE = of(read("probe_store"));

  /** All of them. */
  static final List<Script> ALL =
      List.of(
          RECORD_COMMENTS,
          RECORD_DELETION,
          RECORD_BAN,
          RECORD_REWRITINGS,
          RECORD_END,
          PASS_OVER,
          REMOVE_COMMENT,
          TRIM_EVENTS,
          DROP_CHAT,
          SWEEP_BANS,
          FORGET_EDITOR,
          REPLACE_STREAM,
          REPLACE_FIELD,
          MARK_BANNED,
          CREATE_SESSION,
          CLAIM_SESSION,
          USE_LEASE,
          STOP_SESSION,
          CLAIM_REVIEWS,
          RELEASE_REVIEWS,
          JUDGE_REVIEW,
          UPDATE_SETTINGS,
          NOTE_ALIAS,
          START_RUN,
          CHANGE_RUN,
          CLAIM_STEP,
          USE_STEP,
          DROP_RUN,
          PUBLISH_PIPELINES,
          CHANGE_ROLLOUT,
          MARK_LAYOUT,
          READ_VALUES,
          READ_POSITION,
          RESTORE_VALUE,
          RESTORE_COMMENT,
          ADD_ACTION,
          CHANGE_ACTION,
          SET_ACTING,
          HOLD_LEASE,
          CHANGE_WEBHOOK,
          BURY_DELIVERY,
          PROBE_STORE,
          LOSE_SESSION);

  /** A script that begins with what all scripts of a chat share. */
  private static Script ofChat(String name) {
    return of(read("chat") + read(name));
  }

  /** One that begins with what all scripts of a run of a pipeline share. */
  private static Script ofRun(String name) {
    return of(read("run") + read(name));
  }

  /** One of a chat that takes comments out of the queue of reviews. */
  private static Script ofQueue(String name) {
    return of(read("chat") + read("queue") + read(name));
  }

  private static Script of(String source) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
      return new Script(source, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static String read(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("script " + name + " is missing from the jar (a bug)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
