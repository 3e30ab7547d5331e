package chatwarden.mlops.stagetwo;

import chatwarden.mlops.data.SplitCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The parts of a training set for cross-validation. Equal texts stay in one part. */
final class Folds {

  /** The number of parts. */
  static final int COUNT = 3;

  private Folds() {}

  /** The part of each of {@code texts}, from 0; the same texts and seed give the same. */
  static int[] of(List<SpanLabelledText> texts, long seed) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      groups
          .computeIfAbsent(SplitCheck.key(texts.get(i).source().text()), k -> new ArrayList<>())
          .add(i);
    }
    List<List<Integer>> shuffled = new ArrayList<>(groups.values());
    Collections.shuffle(shuffled, new Random(seed));
    int[] folds = new int[texts.size()];
    for (int g = 0; g < shuffled.size(); g++) {
      for (int i : shuffled.get(g)) {
        folds[i] = g % COUNT;
      }
    }
    return folds;
  }
}
