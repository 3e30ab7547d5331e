package chatwarden.inference.tagger;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Strings of every kind: plain chat, decomposed letters, emoji, lone surrogates, control
 * characters.
 */
public final class AnyText extends DomainContextBase {

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "ngu",
            "NGUUUU",
            "đ",
            "m",
            "vl",
            "đ.m",
            "d*t",
            "l0n",
            " ",
            "  ",
            "\t",
            "\n",
            ".",
            "))",
            "!",
            "e\u0302\u0301",
            "\u0300",
            "ngu\u0301",
            "\uD83D\uDE00",
            "\uD83D\uDC68\u200D\uD83D\uDC69",
            "\uD83D",
            "\uDE00",
            "\uD800\uD800",
            "\u0000",
            "\u200B",
            "\uFEFF",
            "https://example.com/a?b",
            "@ban",
            "&amp;",
            "&#39;",
            "ﬁ",
            "İ",
            "ß",
            "\u1100\u1161",
            "क्षि",
            "n g u",
            "\u00A0",
            "\u3000",
            "１２");
    Arbitrary<String> chat = piece.list().ofMaxSize(24).map(pieces -> String.join("", pieces));
    Arbitrary<String> spaced = piece.list().ofMaxSize(12).map(pieces -> String.join(" ", pieces));
    Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(40);
    return Arbitraries.oneOf(chat, spaced, any);
  }
}
