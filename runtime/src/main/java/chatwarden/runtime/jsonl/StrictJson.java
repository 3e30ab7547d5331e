package chatwarden.runtime.jsonl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON from outside: well-formed UTF-8, one value with nothing after it, no field twice. What
 * a lenient reader would take in one of several ways is refused, since another program might take
 * it in another. Bounded in levels and tokens too, as values such as {@code {}} take some hundred
 * times their bytes in memory. Stateless: any thread may ask.
 */
public final class StrictJson {

  /** Several times what the largest request of any call has. */
  private static final int MAX_TOKENS = 50_000;

  private static final int MAX_LEVELS = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxTokenCount(MAX_TOKENS)
                          .maxNestingDepth(MAX_LEVELS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final String TOO_MUCH =
      "is too much JSON (expected: at most 50,000 tokens, 64 levels, numbers of 1,000 digits)";

  private StrictJson() {}

  /**
   * The value; a missing node for bytes that are empty or blank.
   *
   * @throws MalformedJsonException when the bytes are anything else
   */
  public static JsonNode read(byte[] utf8) throws MalformedJsonException {
    try {
      return MAPPER.readTree(decode(utf8));
    } catch (StreamConstraintsException e) {
      throw new MalformedJsonException(TOO_MUCH, 1);
    } catch (JsonProcessingException e) {
      // Jackson's own message repeats the input.
      throw malformed(e.getLocation());
    }
  }

  private static MalformedJsonException malformed(JsonLocation at) {
    String problem = "must be well-formed JSON without a field twice";
    return at == null
        ? new MalformedJsonException(problem, 1)
        : new MalformedJsonException(
            problem + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")",
            at.getColumnNr());
  }

  private static String decode(byte[] utf8) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("must be well-formed UTF-8", 1);
    }
  }
}
