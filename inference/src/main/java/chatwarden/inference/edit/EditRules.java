package chatwarden.inference.edit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of a rewriter, as its {@value #FILE} has them.
 *
 * @param maxTokens the most tokens that the network reads, the one before the text included
 * @param labels the labels of the network's edits: keep, delete, fill, then replacements
 * @param unusedLabels labels that are never taken
 * @param markedFrom the probability of an edit from which the network marks a word
 * @param fillsTried how many of the best words are tried for a deleted run
 * @param rankedTokens how many tokens ranked candidates have together; two are ranked at least
 * @param keptFirst what the share of kept words counts beside the support where the candidates to
 *     be ranked are taken
 * @param cleanBelow the offensive probability under which a text without marked words is left
 * @param leastStrength the strength below which the score falls no further
 * @param wholeFrom how many words make a sentence of words that say nothing of their own
 * @param checkedCandidates how many of those that the network has read stage 1 is asked about at
 *     once
 * @param hiddenCopies among how many copies of a candidate the tokens to hide are parted
 * @param readBeside how many tokens beside those at the edits of a text the network reads anew
 * @param usualLogProbability what the tokens that are not hidden count for the fluency
 * @param sequence what a sequence model may write
 * @param languages the lists of each language
 */
record EditRules(
    int maxTokens,
    List<String> labels,
    Set<String> unusedLabels,
    double markedFrom,
    int fillsTried,
    int rankedTokens,
    double keptFirst,
    double cleanBelow,
    double leastStrength,
    int wholeFrom,
    int checkedCandidates,
    int hiddenCopies,
    int readBeside,
    double usualLogProbability,
    SequenceRules sequence,
    Map<String, LanguageLists> languages) {
  static final String FILE = "rewriter.json";

  /** The labels before the replacements. */
  static final int KEEP = 0;

  static final int DELETE = 1;
  static final int FILL = 2;

  private static final int FEATURES = 5;

  static EditRules read(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    Map<String, LanguageLists> languages = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("languages").properties()) {
      languages.put(entry.getKey(), lists(entry.getValue()));
    }
    EditRules rules =
        new EditRules(
            root.path("maxTokens").asInt(),
            texts(root.path("labels")),
            set(root.path("unusedLabels")),
            root.path("markedFrom").asDouble(),
            root.path("fillsTried").asInt(),
            root.path("rankedTokens").asInt(),
            root.path("keptFirst").asDouble(),
            root.path("cleanBelow").asDouble(),
            root.path("leastStrength").asDouble(),
            root.path("wholeFrom").asInt(),
            root.path("checkedCandidates").asInt(),
            root.path("hiddenCopies").asInt(),
            root.path("readBeside").asInt(-1),
            root.path("usualLogProbability").asDouble(),
            sequence(root.path("sequence")),
            Map.copyOf(languages));
    rules.require(file);
    return rules;
  }

  /** Returns the lists of a language that it has. */
  LanguageLists lists(String language) {
    return requireNonNull(languages.get(language), language);
  }

  /** Returns whether a language asks a sequence model. */
  boolean asksSequence() {
    return languages.values().stream()
        .anyMatch(lists -> lists.generators().contains(SequenceGenerator.METHOD));
  }

  private void require(Path file) throws IOException {
    require(file, "maxTokens", maxTokens > 1);
    require(file, "labels", labels.size() > FILL);
    require(file, "markedFrom", markedFrom > 0 && markedFrom < 1);
    require(file, "fillsTried", fillsTried > 0);
    require(file, "rankedTokens", rankedTokens > 0);
    require(file, "cleanBelow", cleanBelow > 0 && cleanBelow < 1);
    require(file, "leastStrength", leastStrength > 0);
    require(file, "checkedCandidates", checkedCandidates > 0);
    require(file, "hiddenCopies", hiddenCopies > 0);
    require(file, "readBeside", readBeside >= 0);
    require(file, "usualLogProbability", usualLogProbability < 0);
    require(file, "sequence.longestText", !asksSequence() || sequence.longestText() > 0);
    require(file, "languages", !languages.isEmpty());
    for (Map.Entry<String, LanguageLists> entry : languages.entrySet()) {
      String place = "languages." + entry.getKey();
      require(file, place + ".weights", entry.getValue().weights().size() == FEATURES);
      require(file, place + ".generators", !entry.getValue().generators().isEmpty());
      require(file, place + ".keepBiases", !entry.getValue().keepBiases().isEmpty());
      require(file, place + ".ranked", entry.getValue().ranked() > 0);
      require(file, place + ".read", entry.getValue().read() > 0);
      require(file, place + ".fills", !entry.getValue().fills().isEmpty());
    }
  }

  private static void require(Path file, String key, boolean valid) throws IOException {
    if (!valid) {
      throw new IOException(file + ": " + key + ": missing or out of range");
    }
  }

  private static SequenceRules sequence(JsonNode node) {
    return new SequenceRules(
        node.path("longestText").asInt(),
        node.path("extraTokens").asInt(),
        texts(node.path("words")));
  }

  private static LanguageLists lists(JsonNode node) {
    return new LanguageLists(
        set(node.path("negations")),
        set(node.path("contentless")),
        forms(node.path("substitutes")),
        forms(node.path("pronouns")),
        sets(node.path("noPronounBefore")),
        sets(node.path("noPronounAfter")),
        set(node.path("classifiers")),
        set(node.path("rudeNegations")),
        node.path("politeNegation").asText(""),
        set(node.path("askingWords")),
        texts(node.path("fills")),
        texts(node.path("generators")),
        pairs(node.path("keepBiases")),
        node.path("ranked").asInt(),
        node.path("read").asInt(),
        numbers(node.path("weights")));
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  private static List<double[]> pairs(JsonNode node) {
    List<double[]> pairs = new ArrayList<>();
    node.forEach(
        pair -> pairs.add(new double[] {pair.path(0).asDouble(), pair.path(1).asDouble()}));
    return List.copyOf(pairs);
  }

  private static List<Double> numbers(JsonNode node) {
    List<Double> numbers = new ArrayList<>();
    node.forEach(number -> numbers.add(number.asDouble()));
    return List.copyOf(numbers);
  }

  private static Set<String> set(JsonNode node) {
    return Set.copyOf(new LinkedHashSet<>(texts(node)));
  }

  private static Map<String, String> forms(JsonNode node) {
    Map<String, String> forms = new LinkedHashMap<>();
    node.properties().forEach(entry -> forms.put(entry.getKey(), entry.getValue().asText()));
    return Map.copyOf(forms);
  }

  private static Map<String, Set<String>> sets(JsonNode node) {
    Map<String, Set<String>> sets = new LinkedHashMap<>();
    node.properties().forEach(entry -> sets.put(entry.getKey(), set(entry.getValue())));
    return Map.copyOf(sets);
  }
}
