package chatwarden.mlops.gate;

import chatwarden.runtime.config.StrictYaml;
import chatwarden.runtime.error.InvalidInputException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tukaani.xz.XZInputStream;

/** Reads the probes of a language from the files that are at hand; a missing file has none. */
public final class ProbeFiles {
  private static final String TERM = "{term}";
  private static final String PROBABILITY = "flagged (offensiveProbability";
  private static final String GAME_CHAT = "gametox";
  private static final String CLEAN = "CLEAN";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProbeFiles() {}

  /**
   * Returns all probes of a language.
   *
   * @param terms harmless sentences about groups, people and places and in varieties of language,
   *     as {@code models/training/terms.yaml} has them
   * @param data the folder of all data sets, with {@code field-cases/} and {@code chat-corpus/}
   */
  public static List<Probe> read(Path terms, Path data, String language) throws IOException {
    List<Probe> probes = new ArrayList<>();
    if (Files.isReadable(terms)) {
      harmless(terms, language, probes);
    }
    Path cases = data.resolve("field-cases").resolve("cases.jsonl");
    if (Files.isReadable(cases)) {
      fieldCases(cases, language, probes);
    }
    Path corpus = data.resolve("chat-corpus").resolve("labelled.jsonl.xz");
    if (Files.isReadable(corpus)) {
      gameChat(corpus, language, probes);
    }
    return List.copyOf(probes);
  }

  private static void harmless(Path file, String language, List<Probe> probes) {
    Object document =
        StrictYaml.read(file, problem -> InvalidInputException.of(file.toString(), problem));
    if (document instanceof Map<?, ?> languages
        && languages.get(language) instanceof Map<?, ?> of) {
      of.forEach(
          (kind, lists) -> {
            List<String> sentences = sentences((Map<?, ?>) lists);
            probes.add(
                Probe.of("harmless sentences by %s flagged".formatted(kind), sentences, false));
          });
    }
  }

  private static List<String> sentences(Map<?, ?> lists) {
    List<String> sentences = new ArrayList<>();
    if (lists.get("sentences") instanceof Map<?, ?> varieties) {
      varieties.keySet().forEach(variety -> add(list(varieties, variety), sentences));
    }
    for (Object term : list(lists, "terms")) {
      for (Object frame : list(lists, "frames")) {
        sentences.add(String.valueOf(frame).replace(TERM, String.valueOf(term)));
      }
    }
    return sentences;
  }

  private static void add(List<?> texts, List<String> sentences) {
    texts.forEach(text -> sentences.add(String.valueOf(text)));
  }

  private static List<?> list(Map<?, ?> lists, Object key) {
    return lists.get(key) instanceof List<?> list ? list : List.of();
  }

  private static void fieldCases(Path file, String language, List<Probe> probes)
      throws IOException {
    List<String> texts = new ArrayList<>();
    List<Boolean> flagged = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode one = JSON.readTree(line);
      String expected = one.path("expect").asText();
      boolean flags = expected.startsWith(PROBABILITY);
      if (one.path("lang").asText().equals(language)
          && (flags || expected.startsWith("not " + PROBABILITY))) {
        texts.add(one.path("text").asText());
        flagged.add(flags);
      }
    }
    if (!texts.isEmpty()) {
      probes.add(new Probe("field cases flagged otherwise", texts, flagged));
    }
  }

  private static void gameChat(Path file, String language, List<Probe> probes) throws IOException {
    List<String> clean = new ArrayList<>();
    List<String> toxic = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new XZInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode row = JSON.readTree(line);
        if (row.path("set").asText().equals(GAME_CHAT)
            && row.path("split").asText().equals("dev")
            && row.path("language").asText().equals(language)) {
          boolean isClean = row.at("/labels/0").asText().equals(CLEAN);
          (isClean ? clean : toxic).add(row.path("text").asText());
        }
      }
    }
    if (!clean.isEmpty() && !toxic.isEmpty()) {
      probes.add(Probe.of("clean game chat flagged", clean, false));
      probes.add(Probe.of("toxic game chat missed", toxic, true));
    }
  }
}
