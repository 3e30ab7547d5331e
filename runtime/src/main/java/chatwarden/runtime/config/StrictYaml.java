package chatwarden.runtime.config;

import chatwarden.runtime.error.FaultWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads YAML files whose every scalar is text, so that whoever knows what a value should be reads
 * it: maps, lists and strings, nothing else. A repeated key is refused.
 */
public final class StrictYaml {

  private StrictYaml() {}

  /**
   * Returns the one document of {@code file}; null when there is none.
   *
   * @param refusal makes an exception of a problem; problems hold no value
   */
  public static @Nullable Object read(Path file, Function<String, RuntimeException> refusal) {
    try {
      return parse(Files.readString(file, StandardCharsets.UTF_8), refusal);
    } catch (NoSuchFileException e) {
      throw refusal.apply("no such file");
    } catch (IOException e) {
      throw refusal.apply("cannot be read as UTF-8: " + FaultWords.of(e));
    }
  }

  /** Returns the one document of {@code content}, as {@link #read} does. */
  public static @Nullable Object parse(String content, Function<String, RuntimeException> refusal) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new TextSchema()).setAllowDuplicateKeys(false).build();
    try {
      Iterator<Object> documents = new Load(settings).loadAllFromString(content).iterator();
      Object first = documents.hasNext() ? documents.next() : null;
      if (documents.hasNext()) {
        throw refusal.apply("holds more than one document");
      }
      return "".equals(first) ? null : first;
    } catch (MarkedYamlEngineException e) {
      String line =
          e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
      throw refusal.apply(line + e.getProblem());
    } catch (YamlEngineException e) {
      throw refusal.apply("not YAML");
    }
  }

  /** Scalars are text, whatever they look like; a key without content is empty text. */
  private static final class TextSchema extends FailsafeSchema {

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
      Map<Tag, ConstructNode> constructors = new HashMap<>(super.getSchemaTagConstructors());
      constructors.put(Tag.NULL, _ -> "");
      return constructors;
    }
  }
}
