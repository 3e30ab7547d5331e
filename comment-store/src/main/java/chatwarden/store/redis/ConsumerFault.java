package chatwarden.store.redis;

/** Separates an exception of a consumer from one of Redis. Never leaves the tail. */
final class ConsumerFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RuntimeException thrown;

  ConsumerFault(RuntimeException thrown) {
    super(thrown);
    this.thrown = thrown;
  }

  RuntimeException thrown() {
    return thrown;
  }
}
