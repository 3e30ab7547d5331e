package chatwarden.it.page;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/**
 * The pictures in {@code docs/images}: each is named for its constant, and shows a view once a part
 * of it is there. {@code tools/pictures} takes them; a picture that is not listed here is refused
 * by a test.
 */
public enum DocumentPicture {
  PAGE("#/chats/sample", ".ending", 1280, 800, ColorScheme.LIGHT, "en-GB"),
  PAGE_VI("#/chats/arena", ".raid", 1280, 800, ColorScheme.DARK, "vi-VN"),
  CHARTS("#/charts/arena", ".raid", 1280, 1000, ColorScheme.LIGHT, "en-GB"),
  CHARTS_VI("#/charts/arena", ".raid", 1280, 1000, ColorScheme.DARK, "vi-VN"),
  REVIEW("#/review/sample", Ready.DECIDABLE, 1366, 650, ColorScheme.LIGHT, "en-GB"),
  REVIEW_VI("#/review/sample", Ready.DECIDABLE, 390, 664, ColorScheme.DARK, "vi-VN"),
  SETTINGS("#/settings/sample", ".thresholds", 1280, 800, ColorScheme.LIGHT, "en-GB"),
  PLAYGROUND("#/playground", ".rewriting", 1280, 800, ColorScheme.LIGHT, "en-GB"),
  PLAYGROUND_VI("#/playground", ".rewriting", 1280, 800, ColorScheme.DARK, "vi-VN");

  private final LanguagePageTest.View view;
  private final Look look;

  DocumentPicture(
      String address, String ready, int width, int height, ColorScheme colors, String locale) {
    view = new LanguagePageTest.View(address, ready);
    look = new Look(width, height, colors, locale);
  }

  /** Returns the name of the file, without its ending. */
  public String file() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  LanguagePageTest.View view() {
    return view;
  }

  Look look() {
    return look;
  }

  /** Parts that are there when more than one part is. */
  private static final class Ready {
    static final String DECIDABLE = "main:has(.around .comment) .choice.h:not(:disabled)";
  }
}
