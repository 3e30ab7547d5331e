package chatwarden.inference.weights;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.testing.model.ShippedModel;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Weight files between Java and Python, where {@code .ci/run} installed the package safetensors.
 */
class PythonTest {
  private static final Path ROOT = ProjectRoot.find();
  private static final Path PYTHON = ROOT.resolve(".ci/python/bin/python");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "vi-linear, weights, features, biases",
    "vi-subword, subword, embeddings, output",
    "vi-crf, weights, features, steps",
    "vi-averaged, embeddings, embeddings, "
  })
  void itsSafetensorsPackageReadsTheShippedFiles(
      String model, String name, String table, String vector) throws Exception {
    Path file = WeightFile.in(ShippedModel.newest(model), name);
    String script =
        """
        import sys, zlib
        from safetensors import safe_open
        with safe_open(sys.argv[1], "numpy") as weights:
            print(weights.metadata()["format"])
            print(zlib.crc32(weights.get_tensor(sys.argv[2]).tobytes()))
            if sys.argv[3]: print(*weights.get_tensor(sys.argv[3]).tolist())
        """;
    List<String> lines = python("-c", script, file.toString(), table, vector == null ? "" : vector);

    try (Arena arena = Arena.ofConfined()) {
      Weights weights = WeightFile.read(file, arena);
      CRC32 checksum = new CRC32();
      checksum.update(requireNonNull(weights.tensors().get(table)).data().asByteBuffer());
      List<String> expected =
          new ArrayList<>(List.of(weights.format(), String.valueOf(checksum.getValue())));
      assertThat(lines.subList(0, 2)).isEqualTo(expected);
      if (vector != null) {
        Tensor values = requireNonNull(weights.tensors().get(vector));
        double[] numbers =
            values.type() == TensorType.F64 ? values.doubles() : widened(values.floats());
        assertThat(lines.get(2).split(" "))
            .extracting(Double::parseDouble)
            .containsExactly(Arrays.stream(numbers).boxed().toArray(Double[]::new));
      }
    }
  }

  private static double[] widened(float[] values) {
    double[] widened = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }
    return widened;
  }

  @Test
  void filesOfTheTrainingScriptsAreThoseOfJava() throws Exception {
    String script =
        """
        import pathlib, sys
        sys.path.insert(0, sys.argv[1])
        import numpy, weights
        weights.write(pathlib.Path(sys.argv[2]), "chatwarden-test", {
            "rows": numpy.arange(-3, 3, dtype=numpy.int8).reshape(2, 3),
            "scale": numpy.array([0.5])}, ["CLEAN", "HATE"])
        """;
    Path written = folder.resolve("python.safetensors");
    python("-B", "-c", script, ROOT.resolve("models/training").toString(), written.toString());

    Path expected = folder.resolve("java.safetensors");
    byte[] rows = {-3, -2, -1, 0, 1, 2};
    WeightFile.write(
        expected,
        Weights.of("chatwarden-test", List.of("CLEAN", "HATE"))
            .with("rows", Tensor.of(TensorType.I8, MemorySegment.ofArray(rows), 3))
            .with("scale", Tensor.of(0.5))
            .build());
    assertThat(written).hasSameBinaryContentAs(expected);
  }

  private List<String> python(String... arguments) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PYTHON), "needs the Python that .ci/run installs");
    List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(status).as(text).isZero();
    return text.lines().toList();
  }
}
