package chatwarden.standalone.log;

import chatwarden.runtime.error.InvalidInputException;

/** How a log entry is written. */
enum LogFormat {
  /** A line for people, and the stack of its fault on the lines after it. */
  TEXT {
    @Override
    String line(LogEntry entry) {
      return TextLine.of(entry);
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    String line(LogEntry entry) {
      return JsonEntry.of(entry);
    }
  };

  /** Returns the entry as it is written, with the end of its line. */
  abstract String line(LogEntry entry);

  /**
   * Returns the format that the value of {@code log.format} names.
   *
   * @throws InvalidInputException if there is none
   */
  static LogFormat of(String value) {
    return switch (value) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default ->
          throw InvalidInputException.of(
              LogSettings.FORMAT.name(), value + " (expected: text or json)");
    };
  }
}
