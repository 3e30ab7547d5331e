package chatwarden.text;

import static java.util.Objects.requireNonNull;

/**
 * What {@link Normalizer} made of a text.
 *
 * @param text the normalised text: no lone surrogates, tokens parted by single spaces
 * @param offsets where each code point of {@code text} came from
 */
public record NormalizedText(String text, OffsetMap offsets) {
  public NormalizedText {
    requireNonNull(text, "text");
    requireNonNull(offsets, "offsets");
  }
}
