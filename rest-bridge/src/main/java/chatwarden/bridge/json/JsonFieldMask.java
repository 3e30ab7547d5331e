package chatwarden.bridge.json;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.FieldMask;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Field masks as protobuf's JSON has them: {@code "strict,flagThreshold"}. */
final class JsonFieldMask {

  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
  private static final Pattern BEHIND_UNDERSCORE = Pattern.compile("_([a-z])");
  private static final int LONGEST = 1_000;

  private JsonFieldMask() {}

  /** Names as the schema has them are taken, too. */
  static FieldMask read(JsonNode value, String path) {
    if (!value.isTextual() || value.textValue().length() > LONGEST) {
      throw InvalidInputException.of(
          path, "must be a string of names with commas between (expected: such as a,b)");
    }
    FieldMask.Builder mask = FieldMask.newBuilder();
    for (String name : value.textValue().split(",")) {
      if (!name.isBlank()) {
        mask.addPaths(
            CAPITAL
                .matcher(name.strip())
                .replaceAll(letter -> "_" + letter.group().toLowerCase(Locale.ROOT)));
      }
    }
    return mask.build();
  }

  static String write(FieldMask mask) {
    return mask.getPathsList().stream()
        .map(
            name ->
                BEHIND_UNDERSCORE
                    .matcher(name)
                    .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT)))
        .collect(Collectors.joining(","));
  }
}
