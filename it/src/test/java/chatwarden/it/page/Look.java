package chatwarden.it.page;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/**
 * A reader's browser: the size of its window, its colours and its language. Text of twice the size
 * is a window of half the size.
 */
record Look(int width, int height, ColorScheme colors, String locale) {

  /** Returns the look in another language. */
  Look in(String other) {
    return new Look(width, height, colors, other);
  }

  @Override
  public String toString() {
    return "%s-%dx%d-%s".formatted(locale, width, height, colors).toLowerCase(Locale.ROOT);
  }
}
