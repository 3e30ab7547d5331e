package chatwarden.inference.neural;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import chatwarden.inference.crf.TokenIds;
import chatwarden.inference.crf.TokenizedText;
import chatwarden.inference.tagger.AnyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

class NetworkInputTest {

  private static final int MEMBERS = 2;
  private static final int WIDTH = 5;
  private static final Embeddings EMBEDDINGS = embeddings();

  /** Lives on, so that words are remembered, and batches find what larger ones left. */
  private static final NetworkInput INPUT = new NetworkInput(EMBEDDINGS);

  private static Embeddings embeddings() {
    try {
      Path file = Files.createTempFile("embeddings", ".bin");
      try {
        return Embeddings.read(SmallEmbeddings.write(file, MEMBERS, WIDTH));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 300)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void tensorsHoldTheSumsOfTheRowsAndElseZeros(@ForAll @Size(max = 6) List<String> texts)
      throws OrtException {
    List<TokenizedText> batch = new ArrayList<>();
    batch.add(TokenizedText.of("có"));
    texts.forEach(text -> batch.add(TokenizedText.of(text)));
    batch.removeIf(text -> text.count() == 0);
    batch.sort(Comparator.comparingInt(TokenizedText::count).reversed());

    assertHolds(INPUT, batch);
    assertHolds(INPUT, batch); // All words are remembered now.
  }

  @Test
  void wordsTooLongToBeRememberedAreSummedToo() throws OrtException {
    for (int letters = 30; letters < 80; letters++) {
      TokenizedText text = TokenizedText.of("abcdefghij".repeat(8).substring(0, letters) + " x");
      assertHolds(INPUT, List.of(text));
    }
  }

  @Test
  void wordsThatTakeEachOthersPlaceAreSummedAgain() throws OrtException {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20_000; i += 40) {
        StringBuilder words = new StringBuilder();
        for (int k = i; k < i + 40; k++) {
          words.append('w').append(k).append("  ".substring(k % 2));
        }
        assertHolds(INPUT, List.of(TokenizedText.of(words.toString())));
      }
    }
  }

  private static void assertHolds(NetworkInput input, List<TokenizedText> batch)
      throws OrtException {
    input.read(batch);
    List<TokenIds> ids = batch.stream().map(TokenIds::of).toList();
    int longest = ids.getFirst().count();
    try (OnnxTensor lengths = input.lengths()) {
      assertThat((int[]) lengths.getValue())
          .isEqualTo(ids.stream().mapToInt(TokenIds::count).toArray());
    }
    assertThat(input.longest()).isEqualTo(longest);
    assertThat(input.texts()).isEqualTo(batch.size());
    assertThat(input.members()).isEqualTo(MEMBERS);
    for (int m = 0; m < MEMBERS; m++) {
      try (OnnxTensor tensor = input.vectors(m)) {
        float[][][] vectors = (float[][][]) tensor.getValue();
        assertThat(vectors).hasNumberOfRows(longest);
        for (int t = 0; t < longest; t++) {
          assertThat(vectors[t]).hasNumberOfRows(batch.size());
          for (int b = 0; b < batch.size(); b++) {
            assertThat(vectors[t][b]).isEqualTo(vector(ids.get(b), t, m));
          }
        }
      }
    }
  }

  /** Added up number by number. */
  private static float[] vector(TokenIds text, int token, int member) {
    float[] vector = new float[3 * WIDTH];
    for (int n = 0; token < text.count() && n < text.width(token); n++) {
      for (int i = 0; i < WIDTH; i++) {
        vector[Math.min(n, 2) * WIDTH + i] += EMBEDDINGS.get(text.id(token, n), member * WIDTH + i);
      }
    }
    return vector;
  }
}
