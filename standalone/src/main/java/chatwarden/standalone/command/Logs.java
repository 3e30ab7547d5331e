package chatwarden.standalone.command;

/** How loud the logs are; to be said before the first logger is made. */
final class Logs {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";
  private static final String PREFIX = "org.slf4j.simpleLogger.log.";

  private Logs() {}

  /** Warnings and worse, of ours and of libraries. */
  static void quiet() {
    set(LEVEL, "warn");
    set("org.slf4j.simpleLogger.showDateTime", "true");
    set("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    set("org.slf4j.simpleLogger.showThreadName", "false");
    set(PREFIX + "org.apache.qpid", "error");
    set(PREFIX + "qpid.message", "error");
    set(PREFIX + "com.linecorp.armeria.common.CommonPools", "error");
  }

  /** Our own life cycle as well, for a server that runs by itself. */
  static void serving() {
    System.setProperty(PREFIX + "chatwarden", "info");
  }

  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
