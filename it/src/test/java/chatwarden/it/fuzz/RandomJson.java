package chatwarden.it.fuzz;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** JSON by its grammar, with the names that the API has, and now and then not quite JSON. */
final class RandomJson {
  private static final List<String> NAMES =
      List.of(
          "comments",
          "id",
          "text",
          "language",
          "model",
          "source",
          "chat",
          "commentsPerSecond",
          "flagThreshold",
          "flag_threshold",
          "inputs",
          "input",
          "type",
          "comment",
          "languages",
          "requestedAttributes",
          "attributeScores",
          "TOXICITY",
          "summaryScore",
          "value",
          "spanAnnotations",
          "scoreThreshold",
          "scoreType",
          "clientToken",
          "communityId",
          "reviewer",
          "decision",
          "note",
          "authorTimeout",
          "leaseDuration",
          "x");

  private RandomJson() {}

  static String of(Dice dice) {
    String json = object(dice, 4);
    if (dice.oneIn(8)) {
      int cut = dice.below(json.length() + 1);
      return json.substring(0, cut) + (dice.oneIn(2) ? "" : "}]\"");
    }
    return dice.oneIn(20) ? value(dice, 3) : dice.oneIn(300) ? "[".repeat(5_000) : json;
  }

  private static String object(Dice dice, int depth) {
    StringBuilder json = new StringBuilder("{");
    for (int i = dice.below(5); i > 0; i--) {
      json.append(string(dice.oneIn(6) ? dice.string() : dice.of(NAMES))).append(':');
      json.append(value(dice, depth - 1)).append(i > 1 ? "," : "");
    }
    return json.append('}').toString();
  }

  private static String value(Dice dice, int depth) {
    int kind = dice.below(depth > 0 ? 9 : 6);
    return switch (kind) {
      case 0 -> "null";
      case 1 -> String.valueOf(dice.oneIn(2));
      case 2 -> String.valueOf(dice.whole());
      case 3 -> dice.oneIn(9) ? "1e999999" : String.valueOf(dice.below(100) / 64.0);
      case 4, 5 -> string(dice.string());
      case 6 -> {
        StringBuilder array = new StringBuilder("[");
        for (int i = dice.below(4); i > 0; i--) {
          array.append(value(dice, depth - 1)).append(i > 1 ? "," : "");
        }
        yield array.append(']').toString();
      }
      default -> object(dice, depth);
    };
  }

  private static String string(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
