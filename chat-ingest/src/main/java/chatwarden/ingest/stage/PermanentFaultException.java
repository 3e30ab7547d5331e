package chatwarden.ingest.stage;

/** Work that fails for itself although everything that it needs is there. */
final class PermanentFaultException extends Exception {

  private static final long serialVersionUID = 1;

  private final String reason;
  private final boolean worthRepeating;

  /**
   * A fault.
   *
   * @param reason in UPPER_SNAKE_CASE: becomes a header of the dead letter
   * @param worthRepeating whether the same input may yet succeed; false when it was refused
   */
  PermanentFaultException(String reason, boolean worthRepeating) {
    super(reason);
    this.reason = reason;
    this.worthRepeating = worthRepeating;
  }

  String reason() {
    return reason;
  }

  boolean isWorthRepeating() {
    return worthRepeating;
  }
}
