package chatwarden.it.fuzz;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Chance, the same for the same seed. */
final class Dice {
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "xin chào",
          "fuzz",
          "1",
          "0-0",
          "1700000000000-0",
          "push:fuzz",
          "push:",
          "TOXICITY",
          "vi",
          "auto",
          "../../etc/passwd",
          "%00%ff",
          "a\u0000b",
          "\u202e\ufeff🙂\ud83d",
          "'\"<script>",
          "{{}}",
          "-1",
          "1e309",
          "9".repeat(400));

  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int below(int n) {
    return random.nextInt(n);
  }

  long whole() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5);
      case 1 -> -random.nextInt(5);
      case 2 -> random.nextInt();
      default -> random.nextLong();
    };
  }

  double decimal() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextDouble();
      case 1 -> Double.NaN;
      case 2 -> -1e300;
      default -> random.nextGaussian() * 1e6;
    };
  }

  byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  <T> T of(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  String string() {
    if (oneIn(200)) {
      return "dài ".repeat(3_000);
    }
    if (oneIn(3)) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append((char) random.nextInt(oneIn(2) ? 128 : 0x1_0000));
      }
      return text.toString();
    }
    return of(STRINGS);
  }

  /** A string as it may stand in an address or a header. */
  String word() {
    String word = string();
    return URLEncoder.encode(word.length() > 300 ? "long" : word, StandardCharsets.UTF_8);
  }
}
