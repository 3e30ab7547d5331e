package chatwarden.tagger.neural;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import chatwarden.tagger.crf.TokenIds;
import chatwarden.tagger.crf.TokenizedText;
import chatwarden.tagger.model.AnyText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

class NetworkInputTest {

  /** Lives on, so that batches find what larger ones left. */
  private static final NetworkInput INPUT = new NetworkInput();

  @Property(tries = 200)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void tensorsHoldTheTextsAndElseZeros(@ForAll @Size(max = 6) List<String> texts)
      throws OrtException {
    List<TokenIds> batch = new ArrayList<>();
    batch.add(TokenIds.of(TokenizedText.of("có")));
    texts.forEach(text -> batch.add(TokenIds.of(TokenizedText.of(text))));
    batch.removeIf(text -> text.count() == 0);
    batch.sort(Comparator.comparingInt(TokenIds::count).reversed());

    INPUT.read(batch);

    try (OnnxTensor ids = INPUT.ids();
        OnnxTensor lengths = INPUT.lengths()) {
      assertThat((int[]) lengths.getValue())
          .isEqualTo(batch.stream().mapToInt(TokenIds::count).toArray());
      int[][][] rows = (int[][][]) ids.getValue();
      assertThat(rows).hasNumberOfRows(batch.getFirst().count());
      for (int t = 0; t < rows.length; t++) {
        assertThat(rows[t]).hasNumberOfRows(batch.size());
        for (int b = 0; b < batch.size(); b++) {
          assertThat(rows[t][b]).isEqualTo(expected(batch.get(b), t, rows[0][0].length));
        }
      }
    }
    assertThat(INPUT.longest()).isEqualTo(batch.getFirst().count());
    assertThat(INPUT.texts()).isEqualTo(batch.size());
  }

  private static int[] expected(TokenIds text, int token, int width) {
    int[] row = new int[width];
    for (int i = 0; token < text.count() && i < text.width(token); i++) {
      row[i] = text.id(token, i);
    }
    return row;
  }
}
