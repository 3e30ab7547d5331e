package chatwarden.ingest.eventsub;

/** The text of {@code /me does something}, which arrives wrapped. */
public final class MeText {
  private static final String START = "\u0001ACTION ";
  private static final String END = "\u0001";

  private MeText() {}

  /** Returns the text without the wrapping; any other text as it is. */
  public static String unwrapped(String text) {
    if (!text.startsWith(START)) {
      return text;
    }
    int end = text.endsWith(END) ? text.length() - 1 : text.length();
    return text.substring(START.length(), end);
  }
}
