package chatwarden.mlops.evaluation;

import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.mlops.evasion.Evasion;
import chatwarden.mlops.evasion.EvasionKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The figures of a model on obfuscated texts.
 *
 * @param drawn the macro-F1 where each text is obfuscated in a way drawn for it
 * @param byKind the macro-F1 where all texts are obfuscated in one way, by its name
 */
public record ObfuscatedSuite(double drawn, Map<String, Double> byKind) {
  /** The seed with which evaluation texts are obfuscated; training draws from others. */
  public static final long SEED = 7;

  public ObfuscatedSuite {
    byKind = Collections.unmodifiableMap(new LinkedHashMap<>(byKind));
  }

  /** Scores {@code model} on obfuscated copies of {@code texts}. */
  public static ObfuscatedSuite of(Classifier model, List<String> texts, int[] truth) {
    Map<String, Double> byKind = new LinkedHashMap<>();
    for (EvasionKind kind : EvasionKind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      byKind.put(name, macroF1(model, texts, truth, t -> Evasion.obfuscate(t, kind, SEED)));
    }
    double drawn = macroF1(model, texts, truth, t -> Evasion.obfuscate(t, SEED));
    return new ObfuscatedSuite(drawn, byKind);
  }

  /** Returns the figures as a table. */
  public String markdown() {
    StringBuilder out = new StringBuilder("| obfuscated dev | macro-F1 |\n|---|---|\n");
    out.append(String.format(Locale.ROOT, "| a way drawn for each text | %.4f |%n", drawn));
    byKind.forEach(
        (kind, value) -> out.append(String.format(Locale.ROOT, "| %s | %.4f |%n", kind, value)));
    return out.toString();
  }

  private static double macroF1(
      Classifier model, List<String> texts, int[] truth, UnaryOperator<String> obfuscation) {
    List<ClassProbabilities> answers = model.classify(texts.stream().map(obfuscation).toList());
    List<String> labels = model.labels();
    int[] given = answers.stream().mapToInt(a -> labels.indexOf(a.label())).toArray();
    return MacroF1.of(MacroF1.confusion(given, truth, labels.size()));
  }
}
