package chatwarden.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Texts of labelled sets, mixed as a chat has them: all clean rows of each set, and as many others
 * as make the share of the clean ones 85 %, in an order that is the same each time.
 */
final class LabelledMix {
  static final List<String> SETS = List.of("gametox", "vihsd");
  private static final double CLEAN_SHARE = 0.85;
  private static final int SEED = 42;

  private LabelledMix() {}

  /** Reads the rows that {@code rows.py} wrote. */
  static List<String> read(Path rows) throws IOException {
    Map<String, List<String>> clean = new HashMap<>();
    Map<String, List<String>> others = new HashMap<>();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader in = Files.newBufferedReader(rows)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode row = json.readTree(line);
        String set = row.path("set").asText();
        if (SETS.contains(set)) {
          JsonNode classes = row.path("classes");
          boolean isClean = classes.size() == 1 && classes.get(0).asInt() == 0;
          (isClean ? clean : others)
              .computeIfAbsent(set, any -> new ArrayList<>())
              .add(row.path("text").asText());
        }
      }
    }
    Random random = new Random(SEED);
    List<String> mix = new ArrayList<>();
    for (String set : SETS) {
      List<String> kept = clean.getOrDefault(set, List.of());
      List<String> rest = others.getOrDefault(set, new ArrayList<>());
      Collections.shuffle(rest, random);
      long wanted = Math.round(kept.size() * (1 - CLEAN_SHARE) / CLEAN_SHARE);
      mix.addAll(kept);
      mix.addAll(rest.subList(0, (int) Math.min(wanted, rest.size())));
    }
    if (mix.isEmpty()) {
      throw new IOException(rows + ": no rows of " + SETS);
    }
    Collections.shuffle(mix, random);
    return mix;
  }
}
