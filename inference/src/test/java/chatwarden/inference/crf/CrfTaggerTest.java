package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.tagger.SpanTaggerContract;
import chatwarden.testing.model.ShippedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrfTaggerTest extends SpanTaggerContract {

  private static final CrfTagger VIETNAMESE = open("vi-crf");

  CrfTaggerTest() {
    super(VIETNAMESE);
  }

  private static CrfTagger open(String name) {
    try {
      return CrfTagger.open(ShippedModel.newest(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void directoryWithoutWeightsIsRefused(@TempDir Path empty) {
    assertThatThrownBy(() -> CrfTagger.open(empty)).isInstanceOf(IOException.class);
  }
}
