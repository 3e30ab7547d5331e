package chatwarden.store.redis;

/** Separates an exception of a consumer from one of Redis. Never leaves the tail. */
public final class ConsumerFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RuntimeException thrown;

  public ConsumerFault(RuntimeException thrown) {
    super(thrown);
    this.thrown = thrown;
  }

  public RuntimeException thrown() {
    return thrown;
  }
}
