package chatwarden.ingest.twitch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of IRC: {@code [@tags] [:source] COMMAND [parameters] [:last parameter]}, after RFC 1459
 * and the IRCv3 specification of message tags.
 *
 * @param tags what the server says about the message, unescaped; a tag without a value has the
 *     empty one
 * @param nick whose message it is, the part of the source before {@code !}; empty when not said
 * @param command such as {@code PRIVMSG}
 * @param parameters what the command is about, in order
 */
record IrcMessage(Map<String, String> tags, String nick, String command, List<String> parameters) {
  /** Copies its parts. */
  IrcMessage {
    tags = Map.copyOf(tags);
    parameters = List.copyOf(parameters);
  }

  /** Reads a line without its line end; empty when it holds no command. */
  static Optional<IrcMessage> parse(String line) {
    String rest = line;
    Map<String, String> tags = Map.of();
    if (rest.startsWith("@")) {
      int end = endOfWord(rest);
      tags = tags(rest.substring(1, end));
      rest = rest.substring(end).stripLeading();
    }
    String nick = "";
    if (rest.startsWith(":")) {
      int end = endOfWord(rest);
      nick = rest.substring(1, end).split("!", 2)[0];
      rest = rest.substring(end).stripLeading();
    }
    List<String> words = words(rest);
    return words.isEmpty() || words.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(new IrcMessage(tags, nick, words.getFirst(), words.subList(1, words.size())));
  }

  /** The value of a tag; empty when there is none. */
  String tag(String name) {
    return tags.getOrDefault(name, "");
  }

  /** The parameter at the place, counted from 0; empty when there are fewer. */
  String parameter(int place) {
    return place < parameters.size() ? parameters.get(place) : "";
  }

  private static int endOfWord(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text.length() : space;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String rest = text;
    while (!rest.isEmpty()) {
      if (rest.startsWith(":") && !words.isEmpty()) {
        words.add(rest.substring(1));
        return words;
      }
      int end = endOfWord(rest);
      words.add(rest.substring(0, end));
      rest = withoutLeadingSpaces(rest.substring(end));
    }
    return words;
  }

  /** Other white space may begin a comment. */
  private static String withoutLeadingSpaces(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    return text.substring(start);
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : text.split(";")) {
      String[] nameAndValue = tag.split("=", 2);
      if (!nameAndValue[0].isEmpty()) {
        tags.put(nameAndValue[0], nameAndValue.length < 2 ? "" : unescaped(nameAndValue[1]));
      }
    }
    return tags;
  }

  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\') {
        plain.append(c);
      } else if (++i < value.length()) {
        plain.append(meantBy(value.charAt(i)));
      }
    }
    return plain.toString();
  }

  private static char meantBy(char escaped) {
    return switch (escaped) {
      case ':' -> ';';
      case 's' -> ' ';
      case 'r' -> '\r';
      case 'n' -> '\n';
      default -> escaped;
    };
  }
}
