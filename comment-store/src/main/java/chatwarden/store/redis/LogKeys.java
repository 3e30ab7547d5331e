package chatwarden.store.redis;

/** The streams that belong to no chat. */
public final class LogKeys {

  /** What people think a text deserved. */
  public static final String FEEDBACK = "cw:feedback";

  /** The moves of models' aliases, and who made them. */
  public static final String ALIAS_MOVES = "cw:{registry}:moves";

  /** The changes of rollouts, and who made them. */
  public static final String ROLLOUT_CHANGES = "cw:{rollouts}:changes";

  /** Who began, cancelled or resumed a run of a pipeline. */
  public static final String PIPELINE_ACTIONS = "cw:{pipelines}:actions";

  /** The changes of webhooks, and who made them. */
  public static final String WEBHOOK_CHANGES = "cw:{webhooks}:changes";

  private LogKeys() {}
}
