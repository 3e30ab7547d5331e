package chatwarden.repository;

import java.util.List;
import java.util.Map;

/**
 * What {@code model.yaml} says of a version of a model.
 *
 * @param id its name and version
 * @param task its task: {@code classification}, {@code span-tagging}
 * @param format how its files are read, the name of a {@link ModelLoader}
 * @param languages the languages that it serves, as BCP 47 primary subtags, at least one
 * @param labels its classes, in the order of its outputs; empty where the task has none
 * @param files its files with their checksums
 * @param tiers the versions of other models that it asks; empty where it asks none
 * @param settings what its format lets be set; every value as text
 * @param warmup texts to run it on before it serves
 * @param usage the use that its data allows
 */
public record ModelManifest(
    ModelId id,
    String task,
    String format,
    List<String> languages,
    List<String> labels,
    List<ModelFile> files,
    List<ModelId> tiers,
    Map<String, String> settings,
    List<String> warmup,
    ModelUsage usage) {

  public ModelManifest {
    languages = List.copyOf(languages);
    labels = List.copyOf(labels);
    files = List.copyOf(files);
    tiers = List.copyOf(tiers);
    settings = Map.copyOf(settings);
    warmup = List.copyOf(warmup);
  }
}
