package chatwarden.domain.source;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The many forms in which people give a channel of Twitch. */
public final class TwitchAddress implements AddressForm {
  /** The part before the colon. */
  public static final String SCHEME = "twitch";

  private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9_]{1,25}");

  /** Pages about a channel: its chat alone, its moderators' view, its owner's. */
  private static final Pattern IN_PATH =
      Pattern.compile("/(?:popout/|embed/|moderator/|u/)?([A-Za-z0-9_]{1,25})(?:/.*)?");

  /** First parts of paths that name no channel. */
  private static final Set<String> NO_CHANNELS =
      Set.of(
          "videos",
          "video",
          "clip",
          "clips",
          "directory",
          "p",
          "settings",
          "search",
          "downloads",
          "store",
          "turbo",
          "jobs",
          "subscriptions",
          "wallet",
          "inventory",
          "drops",
          "collections",
          "popout",
          "embed",
          "moderator",
          "u");

  TwitchAddress() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public String value() {
    return "<channel or address>";
  }

  @Override
  public SourceAddress read(String value) {
    String channel = channel(value);
    return new SourceAddress(SCHEME, channel, channel);
  }

  /** Returns the name, in lower case, of the channel that is given by its name or address. */
  private static String channel(String given) {
    String name = given.startsWith("#") || given.startsWith("@") ? given.substring(1) : given;
    if (CHANNEL.matcher(name).matches()) {
      return name.toLowerCase(Locale.ROOT);
    }
    if (!given.contains("/")) {
      throw SourceAddress.refused(
          "is not a channel of Twitch (expected: 1 to 25 letters, digits or _)");
    }
    PageAddress address = PageAddress.parse(given);
    if (!address.isOf("twitch.tv")) {
      throw SourceAddress.refused("is not an address of Twitch");
    }
    Matcher path = IN_PATH.matcher(address.path());
    String channel = path.matches() ? path.group(1).toLowerCase(Locale.ROOT) : "";
    if (channel.isEmpty() || NO_CHANNELS.contains(channel) || address.isOf("clips.twitch.tv")) {
      throw SourceAddress.refused("is an address of Twitch without a channel in it");
    }
    return channel;
  }
}
