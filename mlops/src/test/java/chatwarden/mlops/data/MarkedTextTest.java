package chatwarden.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedTextTest {
  @TempDir Path folder;

  @Test
  void marksAreReadAndRowsOfEvaluationSplitsLeftOut() throws IOException {
    Path file = folder.resolve("train.csv");
    Files.writeString(
        file,
        "text,spans,in_vihsd_test,in_vihsd_dev\n"
            + "chán quá,\"[0, 1, 2, 3]\",0,0\n"
            + "vui,[],0,0\n"
            + "một,[0],1,0\n"
            + "hai,[0],0,1\n");

    List<MarkedText> texts = MarkedText.read(file);

    assertThat(texts).extracting(MarkedText::text).containsExactly("chán quá", "vui");
    assertThat(texts.getFirst().marked().stream()).containsExactly(0, 1, 2, 3);
    assertThat(texts.getLast().marked().isEmpty()).isTrue();
  }
}
