package chatwarden.text;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts that are hard to normalise, for properties. */
final class HostileTexts {

  private HostileTexts() {}

  /** Any UTF-16 units, and mixtures of characters that the normaliser treats specially. */
  static Arbitrary<String> any() {
    Arbitrary<String> units = Arbitraries.strings().all().ofMaxLength(40);
    Arbitrary<String> lone = Arbitraries.strings().withCharRange('\ud800', '\udfff').ofMaxLength(6);
    Arbitrary<String> pieces =
        Arbitraries.of(
            "đ",
            "ị",
            "a",
            "o",
            "0",
            "1",
            " ",
            "\t",
            ".",
            "*",
            "@",
            "&",
            "#",
            ";",
            "\u0301",
            "\u0323",
            "\u031b",
            "\u0338",
            "\u200b",
            "\u200d",
            "\ufe0f",
            "\u00ad",
            "&amp;",
            "&lt;",
            "&#128514;",
            "https://",
            "www.",
            ".com",
            "@user",
            "ko",
            "vcl",
            "aaa",
            "ttt",
            "đ.m",
            "\u0430",
            "\u03bf",
            "\u0451",
            "👨‍👩‍👧",
            "🏳️‍🌈",
            "😂😂😂",
            "שלום",
            "مرحبا",
            "한글",
            "\u1112\u1161\u11ab",
            "ﬁ",
            "İ",
            "ß",
            "𝐟",
            "\u037e",
            "\u212a",
            "\u0345",
            "\u0000");
    Arbitrary<String> mixed =
        Arbitraries.oneOf(pieces, pieces, units, lone)
            .list()
            .ofMaxSize(12)
            .map(p -> String.join("", p));
    return Arbitraries.oneOf(mixed, units);
  }
}
