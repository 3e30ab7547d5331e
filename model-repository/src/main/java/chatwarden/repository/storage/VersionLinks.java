package chatwarden.repository.storage;

import chatwarden.repository.ModelId;
import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.runtime.config.StrictYaml;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The document {@code links.yaml}: an address for each file of a version and of its tiers. Each
 * address is a credential until it expires, so the text of this has none.
 */
public final class VersionLinks {

  /** The name of the document. */
  public static final String NAME = "links.yaml";

  private final String place;
  private final SequencedMap<ModelId, Map<String, URI>> versions;

  /**
   * @param place the document, without a credential, for messages
   * @param versions the addresses of files by their path; the version itself is first, its tiers
   *     follow
   */
  VersionLinks(String place, SequencedMap<ModelId, Map<String, URI>> versions) {
    this.place = place;
    this.versions = new LinkedHashMap<>(versions);
  }

  /**
   * Reads a document.
   *
   * @param place its address without a credential, for messages
   * @throws ChatwardenException FAILED_PRECONDITION, if it is wrong
   */
  public static VersionLinks parse(String place, byte[] content) {
    SequencedMap<ModelId, Map<String, URI>> versions = new LinkedHashMap<>();
    Object root =
        StrictYaml.parse(
            new String(content, StandardCharsets.UTF_8), problem -> wrong(place, "not YAML"));
    if (root instanceof Map<?, ?> map && map.get("versions") instanceof List<?> list) {
      list.forEach(element -> add(place, element, versions));
    }
    if (versions.isEmpty()) {
      throw wrong(place, "versions: missing (expected: at least one)");
    }
    return new VersionLinks(place, versions);
  }

  private static void add(
      String place, @Nullable Object element, Map<ModelId, Map<String, URI>> versions) {
    if (!(element instanceof Map<?, ?> version)
        || !(version.get("model") instanceof String model)
        || !(version.get("files") instanceof Map<?, ?> files)) {
      throw wrong(place, "versions: (expected: maps with model and files)");
    }
    try {
      Map<String, URI> addresses = new LinkedHashMap<>();
      files.forEach(
          (path, address) ->
              addresses.put(
                  String.valueOf(path),
                  ArtefactAddress.of(URI.create(String.valueOf(address))).uri()));
      versions.put(id(model), addresses);
    } catch (IllegalArgumentException e) {
      throw wrong(place, "versions: (expected: name@version, and addresses that begin with https)");
    }
  }

  private static ModelId id(String model) {
    String[] parts = model.split("@", 2);
    return new ModelId(parts[0], parts.length == 2 ? parts[1] : "");
  }

  private static ChatwardenException wrong(String place, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception("MODEL_LINKS_WRONG", place + ": " + problem);
  }

  /** Returns the document, to be kept for as long as its addresses are good. */
  String text(Instant expiry) {
    StringBuilder text =
        new StringBuilder("# Made by chatwarden models push: each address is a credential.\n");
    text.append("expires: \"").append(expiry).append("\"\nversions:\n");
    versions.forEach(
        (id, files) -> {
          text.append("  - model: \"").append(id).append("\"\n    files:\n");
          files.forEach(
              (path, address) ->
                  text.append("      \"%s\": \"%s\"\n".formatted(escaped(path), address)));
        });
    return text.toString();
  }

  private static String escaped(String path) {
    return path.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Returns the version that the document is for. */
  public ModelId first() {
    return versions.firstEntry().getKey();
  }

  /** Whether the document has a version. */
  public boolean has(ModelId id) {
    return versions.containsKey(id);
  }

  /**
   * Returns the address of a file.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, if the document does not have it
   */
  public URI address(ModelId id, String path) {
    URI address = versions.getOrDefault(id, Map.of()).get(path);
    if (address == null) {
      throw wrong(place, path + " of " + id + " is missing");
    }
    return address;
  }

  @Override
  public String toString() {
    return place + versions.keySet();
  }
}
