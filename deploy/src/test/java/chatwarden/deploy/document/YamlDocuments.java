package chatwarden.deploy.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as trees of JSON; a key that is there twice is an error. */
public final class YamlDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private YamlDocuments() {}

  /** Returns the documents of a text, empty ones left out. */
  public static List<JsonNode> all(String text) {
    List<JsonNode> documents = new ArrayList<>();
    Load load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    for (Object document : load.loadAllFromString(text)) {
      if (document != null) {
        documents.add(JSON.valueToTree(document));
      }
    }
    return List.copyOf(documents);
  }

  /** Returns the only document of a text. */
  public static JsonNode one(String text) {
    List<JsonNode> documents = all(text);
    if (documents.size() != 1) {
      throw new AssertionError("documents: " + documents.size() + " (expected: 1)");
    }
    return documents.getFirst();
  }
}
