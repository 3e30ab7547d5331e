package chatwarden.mlops.stagetwo;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.run.PythonStep;
import chatwarden.runtime.error.FaultCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains small networks beside a CRF and a judge of whole texts. The CRF, the judge and the tokens
 * are made here; {@code models/training/train_network.py} fits the networks, leaves a checkpoint
 * after each epoch, and chooses by cross-validation how all of them are weighed.
 */
public final class NetworkRecipe extends SpanRecipe<Path> {

  private static final List<String> FROM_PYTHON = List.of("network.onnx", "embeddings.safetensors");
  private static final List<String> FROM_TOKENS =
      List.of("weights.safetensors", "whole.safetensors");

  private final PythonStep script;

  /**
   * A recipe.
   *
   * @param script fits the networks
   * @param progress takes a line for each step
   */
  public NetworkRecipe(StageTwoPlan plan, PythonStep script, Consumer<String> progress) {
    super(plan, progress);
    this.script = requireNonNull(script, "script");
  }

  @Override
  String kind() {
    return "network";
  }

  /** Writes the tokens, unless a run that was stopped has written them all. */
  @Override
  public Path features(SpanData data, Path work) throws IOException {
    Path tokens = work.resolve("tokens");
    Path complete = tokens.resolve("complete");
    if (!Files.exists(complete)) {
      new TokenExport(plan.crf(), plan.seed(), progress).write(data, tokens);
      Files.createFile(complete);
    }
    return tokens;
  }

  @Override
  public TaggerModel fit(SpanData data, Path tokens, Path work) throws IOException {
    Path network = work.resolve("network");
    Map<String, String> sizes = new LinkedHashMap<>();
    sizes.put("--members", whole("networks"));
    sizes.put("--epochs", whole("epochs"));
    sizes.put("--average", whole("averaged-epochs"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--tokens",
                tokens.toString(),
                "--work",
                network.toString(),
                "--seed",
                Long.toString(plan.seed())));
    sizes.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    script.run(arguments, progress);
    Map<String, String> chosen = chosen(network.resolve("settings.json"));
    Map<String, String> settings = new LinkedHashMap<>(chosen);
    settings.put("kind", "network");
    settings.putAll(sizes);
    return new TaggerModel(
        manifest(data, "chatwarden-neural", chosen),
        "Small networks (embeddings of words and character n-grams, a bidirectional LSTM, a"
            + " linear-chain CRF) and the CRF over hashed features, averaged token by token, and a"
            + " logistic regression over the whole text, which has a say on whether the text has a"
            + " span at all.",
        List.of(
            "Networks: %s of them, %s epochs, the mean of the last %s, seed %d; their embeddings are kept in eight bits."
                .formatted(
                    sizes.get("--members"),
                    sizes.get("--epochs"),
                    sizes.get("--average"),
                    plan.seed()),
            "CRF: L-BFGS, L2 %s, features seen at least %d times."
                .formatted(plan.crf().l2(), plan.crf().minCount()),
            "The CRF's share, the vote of the whole text and the odds of a clean text (%s) are chosen by three-fold cross-validation on the train split."
                .formatted(chosen)),
        settings,
        Map.of(),
        folder -> {
          copy(FROM_PYTHON, network, folder);
          copy(FROM_TOKENS, tokens, folder);
        });
  }

  private String whole(String setting) {
    return Integer.toString((int) plan.set().setting(setting));
  }

  private static void copy(List<String> names, Path from, Path to) throws IOException {
    for (String name : names) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  /** Reads the settings that the script chose, each a text. */
  private static Map<String, String> chosen(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "PYTHON_STEP_FAILED", "the script ended without " + file);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    json.fields()
        .forEachRemaining(field -> settings.put(field.getKey(), field.getValue().asText()));
    return settings;
  }
}
