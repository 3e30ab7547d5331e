package chatwarden.mlops.stagetwo;

import chatwarden.inference.loader.TaggerLoaders;
import chatwarden.mlops.data.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A data set of invented texts in which one word is marked. */
final class TinySpans {
  private static final List<String> PLAIN =
      List.of("hôm", "nay", "trời", "đẹp", "ta", "đi", "chơi");

  private TinySpans() {}

  /** Returns the plan of a small and quick training on what {@link #write} writes. */
  static StageTwoPlan plan(Path folder) {
    DataSet shipped = DataSet.shipped(TaggerLoaders.TASK, "vi");
    DataSet tiny =
        new DataSet(
            shipped.task(),
            shipped.language(),
            shipped.folder(),
            shipped.marked(),
            shipped.clean(),
            shipped.cleanFlag(),
            shipped.chatLike(),
            shipped.warmup(),
            Map.of(
                "min-count",
                1.0,
                "l2",
                0.5,
                "networks",
                1.0,
                "epochs",
                2.0,
                "averaged-epochs",
                1.0));
    return new StageTwoPlan(tiny, folder.resolve("data"), 5);
  }

  /** Writes 400 texts to train on and 100 to measure on. */
  static void write(Path folder) throws IOException {
    Path set = Files.createDirectories(folder.resolve("data/vihos"));
    Files.writeString(set.resolve("train.csv"), csv(400, 1));
    Files.writeString(set.resolve("dev.csv"), csv(100, 2));
  }

  /** Texts of plain words, no two the same; every other one holds the marked word. */
  private static String csv(int rows, long seed) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("text,spans\n");
    for (int row = 0; row < rows; row++) {
      StringBuilder text = new StringBuilder();
      StringBuilder spans = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        if (word == 3 && row % 2 == 0) {
          for (int i = 0; i < 7; i++) {
            spans.append(i == 0 ? "" : ", ").append(text.length() + i);
          }
          text.append("kwyjibo ");
        }
        text.append(PLAIN.get(random.nextInt(PLAIN.size()))).append(' ');
      }
      csv.append(text).append(seed * 1000 + row).append(",\"[").append(spans).append("]\"\n");
    }
    return csv.toString();
  }
}
