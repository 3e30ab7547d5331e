package chatwarden.standalone.terminal;

import chatwarden.type.v1.Label;

/** The colours of the terminal, or none of them. */
public enum Palette {
  /** ANSI colours, readable on dark and light backgrounds. */
  COLOR,

  /** No escape sequences; spans stand in brackets instead. */
  PLAIN;

  private static final String RESET = "\u001b[0m";

  /**
   * Chooses the palette: plain when asked for, when {@code NO_COLOR} is set, or when the output is
   * no terminal.
   *
   * @param noColor whether the user asked for none
   */
  public static Palette detect(boolean noColor) {
    boolean terminal = System.console() != null && System.console().isTerminal();
    return noColor || System.getenv("NO_COLOR") != null || !terminal ? PLAIN : COLOR;
  }

  String dim(String text) {
    return paint("2", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  String span(String text) {
    return this == PLAIN ? "[" + text + "]" : paint("1;4;31", text);
  }

  String label(Label label) {
    String padded = String.format("%-10s", label.name());
    return switch (label) {
      case CLEAN -> paint("32", padded);
      case OFFENSIVE -> paint("33", padded);
      case HATE -> paint("1;31", padded);
      case NOT_JUDGED, LABEL_UNSPECIFIED, UNRECOGNIZED -> padded;
    };
  }

  private String paint(String code, String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + RESET;
  }
}
