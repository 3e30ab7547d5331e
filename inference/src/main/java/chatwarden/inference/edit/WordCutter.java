package chatwarden.inference.edit;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import chatwarden.text.WellFormed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts texts into the tokens and words of a {@code tokenizer.json}. Safe for any thread. */
final class WordCutter implements AutoCloseable {
  static final long BEGIN = 2;
  static final long MASK = 3;

  private final HuggingFaceTokenizer tokenizer;
  private final int maxTokens;

  private WordCutter(HuggingFaceTokenizer tokenizer, int maxTokens) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
  }

  /**
   * Opens a tokenizer.
   *
   * @param maxTokens the most tokens of a text, the one before it included
   * @throws IOException if the file is not a tokenizer
   */
  static WordCutter open(Path file, int maxTokens) throws IOException {
    try {
      return new WordCutter(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(false)
              .optPadding(false)
              .optTruncation(false)
              .build(),
          maxTokens);
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": not a tokenizer: " + e.getMessage(), e);
    }
  }

  CutText cut(String text) {
    Encoding encoding = tokenizer.encode(WellFormed.of(text), false, false);
    long[] found = encoding.getIds();
    long[] wordIds = encoding.getWordIds();
    CharSpan[] spans = encoding.getCharTokenSpans();
    int tokens = Math.min(found.length, maxTokens - 1);
    long[] ids = new long[tokens + 1];
    ids[0] = BEGIN;
    System.arraycopy(found, 0, ids, 1, tokens);
    List<TextWord> words = new ArrayList<>();
    for (int first = 0; first < tokens; ) {
      int end = first + 1;
      while (end < found.length && wordIds[end] == wordIds[first]) {
        end++;
      }
      if (end <= tokens) {
        words.add(word(text, spans, first, end));
      }
      first = end;
    }
    return new CutText(ids, words, tokens == found.length);
  }

  private static TextWord word(String text, CharSpan[] spans, int first, int end) {
    int from = spans[first].getStart();
    int to = spans[end - 1].getEnd();
    int start = text.offsetByCodePoints(0, from);
    String word = text.substring(start, text.offsetByCodePoints(start, to - from));
    return new TextWord(from, to, word, first + 1, end - first);
  }

  /** Returns the number of a token of the vocabulary. */
  Optional<Integer> number(String token) {
    long[] ids = tokenizer.encode(token, false, false).getIds();
    return ids.length == 1 ? Optional.of((int) ids[0]) : Optional.empty();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
