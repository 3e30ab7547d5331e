package chatwarden.mlops.run;

import chatwarden.repository.ModelUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of {@code model.yaml} that the kind of a model decides.
 *
 * @param task as the model repository names it
 * @param format of the model's files
 * @param language the BCP 47 code of the language that the model reads
 * @param labels the classes in the order of their indices; none for a task without
 * @param settings of the model, in the order in which they are written
 * @param warmup harmless texts to run through the model before it serves
 * @param usage the use that its data allows
 */
public record Manifest(
    String task,
    String format,
    String language,
    List<String> labels,
    Map<String, String> settings,
    List<String> warmup,
    ModelUsage usage) {

  /** Copies lists and map. */
  public Manifest {
    labels = List.copyOf(labels);
    settings = new LinkedHashMap<>(settings);
    warmup = List.copyOf(warmup);
  }
}
