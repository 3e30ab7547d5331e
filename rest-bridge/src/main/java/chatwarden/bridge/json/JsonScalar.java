package chatwarden.bridge.json;

import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads single values as protobuf's JSON has them. */
final class JsonScalar {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final long MAX_DURATION_SECONDS = 315_576_000_000L;
  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,12}(\\.\\d{1,9})?s");
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,20}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  private JsonScalar() {}

  static Object read(FieldDescriptor field, JsonNode value, String path) {
    return switch (field.getJavaType()) {
      case INT -> Math.toIntExact(whole(value, path, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case LONG -> whole(value, path, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> decimalAsFloat(value, path);
      case DOUBLE -> decimal(value, path);
      case BOOLEAN -> bool(value, path);
      case STRING -> text(value, path);
      case BYTE_STRING -> bytes(value, path);
      case ENUM -> constant(field.getEnumType(), value, path);
      case MESSAGE -> throw new IllegalArgumentException(path + ": a message (a bug)");
    };
  }

  static Timestamp timestamp(JsonNode value, String path) {
    try {
      Instant time = OffsetDateTime.parse(text(value, path)).toInstant();
      if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
        return Timestamp.newBuilder()
            .setSeconds(time.getEpochSecond())
            .setNanos(time.getNano())
            .build();
      }
    } catch (DateTimeException e) {
      // Falls through to the one refusal.
    }
    throw InvalidInputException.of(path, "not a time (expected: a time like 2026-01-31T09:30:00Z)");
  }

  static Duration duration(JsonNode value, String path) {
    String text = text(value, path);
    if (SECONDS.matcher(text).matches()) {
      BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
      long whole = seconds.longValue();
      int nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).intValue();
      if (Math.abs(whole) <= MAX_DURATION_SECONDS) {
        return Duration.newBuilder().setSeconds(whole).setNanos(nanos).build();
      }
    }
    throw InvalidInputException.of(path, "not a duration (expected: seconds like 1.5s)");
  }

  /** Protobuf's JSON lets numbers come as strings, too, and whole numbers as 1.0 or 1e3. */
  private static long whole(JsonNode value, String path, long min, long max) {
    BigDecimal number = number(value, path, "a whole number");
    try {
      long whole = number.longValueExact();
      if (whole >= min && whole <= max) {
        return whole;
      }
    } catch (ArithmeticException e) {
      // Falls through to the one refusal.
    }
    throw InvalidInputException.of(
        path, "must be a whole number (expected: " + min + " to " + max + ")");
  }

  private static float decimalAsFloat(JsonNode value, String path) {
    double number = decimal(value, path);
    if (Double.isFinite(number) && Float.isInfinite((float) number)) {
      throw InvalidInputException.of(path, "is out of the range of a float");
    }
    return (float) number;
  }

  private static double decimal(JsonNode value, String path) {
    if (value.isTextual()) {
      switch (value.textValue()) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
          break;
      }
    }
    double number = number(value, path, "a number").doubleValue();
    if (Double.isInfinite(number)) {
      throw InvalidInputException.of(path, "is out of the range of a double");
    }
    return number;
  }

  private static BigDecimal number(JsonNode value, String path, String expected) {
    if (value.isNumber()) {
      BigDecimal number = value.decimalValue();
      // An exponent may promise more digits than any memory holds.
      if (Math.abs((long) number.scale()) <= 400 && number.precision() <= 400) {
        return number;
      }
    } else if (value.isTextual() && NUMBER.matcher(value.textValue()).matches()) {
      return new BigDecimal(value.textValue());
    }
    throw InvalidInputException.of(path, "must be " + expected);
  }

  private static boolean bool(JsonNode value, String path) {
    if (!value.isBoolean()) {
      throw InvalidInputException.of(path, "must be true or false");
    }
    return value.booleanValue();
  }

  private static String text(JsonNode value, String path) {
    if (!value.isTextual()) {
      throw InvalidInputException.of(path, "must be a string");
    }
    String text = value.textValue();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw InvalidInputException.of(path, "not Unicode text: it holds a lone surrogate");
      }
    }
    return text;
  }

  private static ByteString bytes(JsonNode value, String path) {
    try {
      return ByteString.copyFrom(Base64.getDecoder().decode(text(value, path)));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of(path, "must be base64");
    }
  }

  private static EnumValueDescriptor constant(EnumDescriptor type, JsonNode value, String path) {
    EnumValueDescriptor constant =
        value.isTextual()
            ? type.findValueByName(value.textValue())
            : value.isInt() ? type.findValueByNumber(value.intValue()) : null;
    if (constant == null) {
      String names =
          type.getValues().stream()
              .map(EnumValueDescriptor::getName)
              .collect(Collectors.joining(", "));
      throw InvalidInputException.of(path, "is not known (expected one of: " + names + ")");
    }
    return constant;
  }
}
