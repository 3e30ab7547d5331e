package chatwarden.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The keys and arguments of one call of a script, in order. Used by one thread. */
public final class ScriptCall {

  private final Script script;
  private final List<String> keys = new ArrayList<>();
  private final List<byte[]> arguments = new ArrayList<>();

  public ScriptCall(Script script) {
    this.script = script;
  }

  public ScriptCall key(String key) {
    keys.add(key);
    return this;
  }

  public ScriptCall keys(List<String> more) {
    keys.addAll(more);
    return this;
  }

  public ScriptCall argument(String argument) {
    return argument(argument.getBytes(StandardCharsets.UTF_8));
  }

  public ScriptCall argument(long argument) {
    return argument(Long.toString(argument));
  }

  public ScriptCall argument(byte[] argument) {
    arguments.add(argument);
    return this;
  }

  /** The fields and values, with their number before them. */
  public ScriptCall fields(FieldList fields) {
    argument(fields.words().size());
    arguments.addAll(fields.words());
    return this;
  }

  Script script() {
    return script;
  }

  public String[] keys() {
    return keys.toArray(String[]::new);
  }

  byte[][] arguments() {
    return arguments.toArray(byte[][]::new);
  }
}
