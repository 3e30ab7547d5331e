package chatwarden.mlops.evasion;

/** Digits and signs that people write for letters. */
final class Leet {
  private Leet() {}

  static String of(String letter) {
    return switch (letter) {
      case "o", "O" -> "0";
      case "i", "I" -> "1";
      case "e", "E" -> "3";
      case "a", "A" -> "4";
      case "s", "S" -> "5";
      case "t", "T" -> "7";
      default -> letter;
    };
  }
}
