package chatwarden.repository;

import chatwarden.runtime.config.NearestName;
import chatwarden.runtime.config.StrictYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code model.yaml} strictly: a key that is unknown, missing or wrong is named and fails.
 */
final class ManifestReader {

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "version",
          "task",
          "format",
          "languages",
          "labels",
          "files",
          "tiers",
          "settings",
          "warmup",
          "usage");
  private static final Set<String> FILE_KEYS = Set.of("path", "sha256");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path file;

  private ManifestReader(Path file) {
    this.file = file;
  }

  /**
   * What {@code file} says.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, naming the file and
   *     the key
   */
  static ModelManifest read(Path file) {
    ManifestReader reader = new ManifestReader(file);
    return reader.read(StrictYaml.read(file, reader::broken));
  }

  /** Returns what {@code content} says, which is or will be that of {@code file}. */
  static ModelManifest parse(Path file, String content) {
    ManifestReader reader = new ManifestReader(file);
    return reader.read(StrictYaml.parse(content, reader::broken));
  }

  private ModelManifest read(@Nullable Object document) {
    Map<String, Object> root = map("the file", document == null ? Map.of() : document);
    refuseUnknown("", root, KEYS);
    return new ModelManifest(
        new ModelId(idPart(root, "name"), idPart(root, "version")),
        matching("task", text(root, "task"), WORD),
        matching("format", text(root, "format"), WORD),
        languages(root),
        texts(root, "labels"),
        files(root),
        tiers(root),
        settings(root),
        texts(root, "warmup"),
        usage(root));
  }

  private ModelUsage usage(Map<String, Object> root) {
    if (!root.containsKey("usage")) {
      return ModelUsage.NOT_STATED;
    }
    String word = text(root, "usage");
    return ModelUsage.of(word)
        .orElseThrow(() -> BrokenModel.key(file, "usage", word + " (expected: any or research)"));
  }

  private RuntimeException broken(String problem) {
    return BrokenModel.file(file, problem);
  }

  private String idPart(Map<String, Object> root, String key) {
    String value = text(root, key);
    if (!ModelId.isValid(value)) {
      throw BrokenModel.key(
          file, key, value + " (expected: lower-case letters, digits, '.', '_', '-')");
    }
    return value;
  }

  private List<String> languages(Map<String, Object> root) {
    List<String> languages = texts(root, "languages");
    if (languages.isEmpty()) {
      throw BrokenModel.key(file, "languages", "missing (expected: at least one)");
    }
    languages.forEach(language -> matching("languages", language, LANGUAGE));
    return languages;
  }

  private List<ModelFile> files(Map<String, Object> root) {
    List<ModelFile> files = new ArrayList<>();
    for (Object element : list("files", root.get("files"))) {
      String key = "files[" + files.size() + "]";
      Map<String, Object> map = map(key, element);
      refuseUnknown(key + ".", map, FILE_KEYS);
      files.add(
          new ModelFile(
              scalar(key + ".path", map.get("path")),
              matching(key + ".sha256", scalar(key + ".sha256", map.get("sha256")), SHA256)));
    }
    return files;
  }

  private List<ModelId> tiers(Map<String, Object> root) {
    List<ModelId> tiers = new ArrayList<>();
    for (String tier : texts(root, "tiers")) {
      String[] parts = tier.split("@", -1);
      if (parts.length != 2 || !ModelId.isValid(parts[0]) || !ModelId.isValid(parts[1])) {
        throw BrokenModel.key(
            file, "tiers[" + tiers.size() + "]", tier + " (expected: name@version)");
      }
      tiers.add(new ModelId(parts[0], parts[1]));
    }
    return tiers;
  }

  private Map<String, String> settings(Map<String, Object> root) {
    Map<String, String> settings = new LinkedHashMap<>();
    if (root.containsKey("settings")) {
      map("settings", root.get("settings"))
          .forEach((name, value) -> settings.put(name, scalar("settings." + name, value)));
    }
    return settings;
  }

  private List<String> texts(Map<String, Object> root, String key) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(key, root.get(key))) {
      texts.add(scalar(key + "[" + texts.size() + "]", element));
    }
    return texts;
  }

  private String text(Map<String, Object> root, String key) {
    return scalar(key, root.get(key));
  }

  private String scalar(String key, @Nullable Object value) {
    if (value == null) {
      throw BrokenModel.key(file, key, "missing");
    }
    if (value instanceof String text && !text.isBlank()) {
      return text;
    }
    throw BrokenModel.key(file, key, "must be a text that is not blank");
  }

  private List<?> list(String key, @Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw BrokenModel.key(file, key, "must be a list");
  }

  private Map<String, Object> map(String key, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw BrokenModel.key(file, key, "must be a map");
    }
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((name, element) -> named.put(String.valueOf(name), element));
    return named;
  }

  private String matching(String key, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw BrokenModel.key(file, key, value + " (expected: " + pattern + ")");
    }
    return value;
  }

  private void refuseUnknown(String prefix, Map<String, Object> map, Set<String> known) {
    for (String key : map.keySet()) {
      if (!known.contains(key)) {
        String hint =
            NearestName.of(key, known).map(near -> "; did you mean " + near + "?").orElse("");
        throw BrokenModel.key(file, prefix + key, "unknown key" + hint);
      }
    }
  }
}
