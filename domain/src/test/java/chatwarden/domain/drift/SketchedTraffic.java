package chatwarden.domain.drift;

import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchColumn;
import chatwarden.domain.sketch.SketchFields;
import chatwarden.domain.sketch.SketchReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Comments of many hours, drawn from a profile, with hours that differ among themselves as those of
 * real chats do. Sketched as the recorder and the store would.
 *
 * @param abuse the share of abusive comments, in [0, 1]
 * @param length the mean of the logarithm of a text's length
 * @param unknown the mean share of unknown n-grams
 * @param english the share of English comments
 * @param obfuscated the share of comments that hide words
 * @param coverage the mean coverage of flagged comments
 * @param overturned the share of flagged comments that moderators approve
 * @param strictness the offensive probability from which on comments are flagged
 * @param hateful the share of abusive comments labelled HATE
 */
record SketchedTraffic(
    double abuse,
    double length,
    double unknown,
    double english,
    double obfuscated,
    double coverage,
    double overturned,
    double strictness,
    double hateful) {

  static final SketchedTraffic USUAL =
      new SketchedTraffic(0.12, 3.0, 0.25, 0.3, 0.03, 0.35, 0.1, 0.5, 0.3);

  static final String MODEL = "chat@4";

  List<Sketch> hours(int first, int count, int comments, long seed) {
    return hours(MODEL, first, count, comments, seed);
  }

  List<Sketch> hours(String model, int first, int count, int comments, long seed) {
    Random random = new Random(seed);
    SketchReader reader = new SketchReader();
    for (int hour = first; hour < first + count; hour++) {
      Map<String, String> fields = new HashMap<>();
      // The chats of an hour have a mood of their own.
      double mood = Math.exp(0.15 * random.nextGaussian());
      int size = (int) (comments * Math.exp(0.2 * random.nextGaussian()));
      for (int i = 0; i < size; i++) {
        count(fields, comment(model, mood, random).items());
      }
      reader.add(Instant.ofEpochSecond(hour * 3_600L), fields);
    }
    return reader.sketches();
  }

  private SketchFields comment(String model, double mood, Random random) {
    SketchFields fields = new SketchFields(random.nextDouble() < english ? "en" : "vi", model);
    boolean abusive = random.nextDouble() < Math.min(0.9, abuse * mood);
    double score = (abusive ? 2 : -3) + 1.2 * random.nextGaussian();
    double probability = (float) (1 / (1 + Math.exp(-score)));
    boolean flagged = probability >= strictness;
    String dirty = random.nextDouble() < hateful ? "HATE" : "OFFENSIVE";
    fields
        .add(SketchColumn.LABEL, probability < 0.5 ? "CLEAN" : dirty)
        .add(SketchColumn.FLAGGED, flagged)
        .add(SketchColumn.PROBABILITY, probability)
        .add(SketchColumn.LENGTH, Math.ceil(Math.exp(length + 0.7 * random.nextGaussian())))
        .add(SketchColumn.UNKNOWN_NGRAMS, share(unknown, random))
        .add(SketchColumn.OBFUSCATION, random.nextDouble() < obfuscated);
    if (flagged) {
      fields.add(SketchColumn.COVERAGE, share(coverage, random));
      if (random.nextInt(2) == 0) {
        fields.add(SketchColumn.OVERTURNED, random.nextDouble() < overturned);
      }
    }
    return fields;
  }

  private static double share(double mean, Random random) {
    double odds = Math.log(mean / (1 - mean)) + 0.6 * random.nextGaussian();
    return 1 / (1 + Math.exp(-odds));
  }

  /** Counts as the store's script does. */
  static void count(Map<String, String> fields, String items) {
    for (String item : items.split("\n", -1)) {
      int equals = item.indexOf('=');
      if (equals < 0) {
        fields.merge(item, "1", (a, b) -> String.valueOf(Long.parseLong(a) + 1));
      } else {
        String name = item.substring(0, equals);
        String value = item.substring(equals + 1);
        fields.merge(name + "<", value, (a, b) -> number(a) <= number(b) ? a : b);
        fields.merge(name + ">", value, (a, b) -> number(a) >= number(b) ? a : b);
      }
    }
  }

  private static double number(String value) {
    return Double.parseDouble(value);
  }
}
