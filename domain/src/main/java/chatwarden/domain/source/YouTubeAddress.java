package chatwarden.domain.source;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The many forms in which people give a video of YouTube. */
public final class YouTubeAddress implements AddressForm {
  /** The part before the colon. */
  public static final String SCHEME = "youtube";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{11}");
  private static final Pattern IN_PATH =
      Pattern.compile("^/(?:live|shorts|embed|v|e|vi|video|watch)/([A-Za-z0-9_-]{11})(?:/.*)?$");
  private static final Pattern IN_SHORT_PATH = Pattern.compile("^/([A-Za-z0-9_-]{11})/?$");
  private static final Pattern IN_QUERY = Pattern.compile("(?:^|&)v=([A-Za-z0-9_-]{11})(?:&|$)");
  private static final Pattern CHANNEL = Pattern.compile("/(?:@|channel/|c/|user/).*");
  private static final Set<String> SITES =
      Set.of("youtube.com", "youtube-nocookie.com", "youtu.be");

  YouTubeAddress() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String value() {
    return "<video id or address>";
  }

  @Override
  public SourceAddress read(String value) {
    String video = videoId(value);
    return new SourceAddress(SCHEME, video, video);
  }

  /** Returns the id of the video that is given by its id or address. */
  private static String videoId(String given) {
    if (ID.matcher(given).matches()) {
      return given;
    }
    if (!given.contains("/")) {
      throw SourceAddress.refused(
          "is not the id of a YouTube video (expected: 11 letters, digits, - or _)");
    }
    PageAddress address = PageAddress.parse(given);
    if (SITES.stream().noneMatch(address::isOf)) {
      throw SourceAddress.refused("is not an address of YouTube");
    }
    String path = address.path();
    if (CHANNEL.matcher(path).matches()) {
      throw SourceAddress.refused("is the address of a channel; give that of the video");
    }
    Pattern inPath = address.isOf("youtu.be") ? IN_SHORT_PATH : IN_PATH;
    return found(IN_QUERY.matcher(address.query()))
        .or(() -> found(inPath.matcher(path)))
        .orElseThrow(() -> SourceAddress.refused("is an address of YouTube without a video in it"));
  }

  private static Optional<String> found(Matcher matcher) {
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
