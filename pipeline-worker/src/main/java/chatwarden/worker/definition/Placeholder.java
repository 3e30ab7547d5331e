package chatwarden.worker.definition;

import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of a command that a run fills in: <code>${language}</code> is a parameter, <code>
 * ${input:fit/model}</code> the place of an output of another step.
 */
public sealed interface Placeholder {

  /** The pattern of all of them. */
  Pattern PATTERN = Pattern.compile("\\$\\{([^}]*)}");

  /** The beginning of an input. */
  String INPUT = "input:";

  /**
   * A value that a run has.
   *
   * @param name of the parameter
   */
  record Parameter(String name) implements Placeholder {}

  /**
   * An output of another step.
   *
   * @param step the name of the step
   * @param path of the output, or within an output that is a folder
   */
  record Input(String step, String path) implements Placeholder {

    /** Returns it as a definition has it. */
    public String reference() {
      return step + "/" + path;
    }
  }

  /** Returns a placeholder from its content. */
  static Placeholder of(String content) {
    if (!content.startsWith(INPUT)) {
      return new Parameter(content);
    }
    String[] parts = content.substring(INPUT.length()).split("/", 2);
    return new Input(parts[0], parts.length == 2 ? parts[1] : "");
  }

  /** Returns the placeholders of a text. */
  static Set<Placeholder> in(String text) {
    return PATTERN
        .matcher(text)
        .results()
        .map(found -> of(found.group(1)))
        .collect(Collectors.toSet());
  }

  /** Returns a text with every placeholder filled in. */
  static String fill(String text, Function<Placeholder, String> values) {
    return PATTERN
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(values.apply(of(found.group(1)))));
  }
}
