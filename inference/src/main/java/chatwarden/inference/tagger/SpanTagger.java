package chatwarden.inference.tagger;

import java.util.List;

/**
 * Finds the offensive spans of texts.
 *
 * <p>A tagger answers every text alone: what else is in the batch changes nothing. It takes any
 * string, with lone surrogates or without a letter, and is safe for use by many threads at once.
 */
public interface SpanTagger extends AutoCloseable {

  /** Returns the taggings of {@code texts}, one each, in their order. */
  List<SpanTagging> tag(List<String> texts);

  /** Returns the taggings of texts that are known to be offensive, one each, in their order. */
  default List<SpanTagging> tagOffensive(List<String> texts) {
    return tag(texts);
  }

  /** Releases what the tagger holds. No call may be under way, and none may follow. */
  @Override
  void close();
}
