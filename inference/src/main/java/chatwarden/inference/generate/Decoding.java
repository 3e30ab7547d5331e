package chatwarden.inference.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * How tokens are chosen: the likeliest each time, beam search (Lowerre, 1976), or drawn from the
 * likeliest that have a share of the probability together (nucleus sampling, Holtzman et al.,
 * 2020).
 *
 * @param endTokens tokens that end a text
 * @param maxTokens the most tokens of a text
 */
record Decoding(List<Long> endTokens, int maxTokens) {
  /** The difference of logits from which a token adds nothing to the sum of all. */
  private static final double NEGLIGIBLE = -50;

  Decoding {
    endTokens = List.copyOf(endTokens);
  }

  /**
   * A text so far.
   *
   * @param logProbability the sum over its tokens
   */
  private record Beam(List<Long> tokens, double logProbability, Continuation state, boolean ended) {

    double score() {
      return tokens.isEmpty() ? logProbability : logProbability / tokens.size();
    }
  }

  /** A next token of a beam. */
  private record Step(Beam beam, long token, double logProbability) {}

  /** Returns the text of the likeliest token each time. */
  Generated greedy(TokenModel model, long[] prompt) {
    return single(model, prompt, 1, logs -> best(logs, 1)[0]);
  }

  /** Returns the tokens that {@link #greedy} gives, without their probability. */
  List<Long> likeliest(TokenModel model, long[] prompt) {
    List<Long> tokens = new ArrayList<>();
    Continuation state = model.begin(prompt);
    try {
      while (tokens.size() < maxTokens) {
        long token = greatest(state.logits());
        if (endTokens.contains(token)) {
          break;
        }
        tokens.add(token);
        if (tokens.size() < maxTokens) {
          Continuation next = state.next(token);
          state.close();
          state = next;
        }
      }
    } finally {
      state.close();
    }
    return List.copyOf(tokens);
  }

  /** Returns the place of the greatest value, of equal ones the first. */
  private static int greatest(float[] values) {
    int greatest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }

  /** Returns the texts of a beam search, the likeliest by mean log probability first. */
  List<Generated> beams(TokenModel model, long[] prompt, int width) {
    List<Beam> open = new ArrayList<>(List.of(new Beam(List.of(), 0, model.begin(prompt), false)));
    List<Beam> ended = new ArrayList<>();
    try {
      for (int i = 0; i < maxTokens && !open.isEmpty() && ended.size() < width; i++) {
        List<Step> steps = new ArrayList<>();
        for (Beam beam : open) {
          steps.addAll(likeliest(beam, 2 * width));
        }
        steps.sort(Comparator.comparing(Step::logProbability).reversed());
        List<Beam> next = new ArrayList<>();
        try {
          for (Step step : steps.subList(0, Math.min(2 * width, steps.size()))) {
            if (next.size() < width) {
              advance(step, next, ended);
            }
          }
        } finally {
          open.forEach(beam -> beam.state().close());
          open = next;
        }
      }
    } finally {
      open.forEach(beam -> beam.state().close());
    }
    ended.addAll(open);
    return ended.stream()
        .sorted(Comparator.comparing(Beam::score).reversed())
        .limit(width)
        .map(beam -> new Generated(beam.tokens(), beam.logProbability()))
        .toList();
  }

  private void advance(Step step, List<Beam> next, List<Beam> ended) {
    if (endTokens.contains(step.token())) {
      ended.add(new Beam(step.beam().tokens(), step.logProbability(), step.beam().state(), true));
    } else {
      List<Long> tokens = new ArrayList<>(step.beam().tokens());
      tokens.add(step.token());
      next.add(
          new Beam(
              List.copyOf(tokens),
              step.logProbability(),
              step.beam().state().next(step.token()),
              false));
    }
  }

  private static List<Step> likeliest(Beam beam, int count) {
    double[] logs = logProbabilities(beam.state().logits(), 1);
    return Arrays.stream(best(logs, count))
        .mapToObj(token -> new Step(beam, token, beam.logProbability() + logs[token]))
        .toList();
  }

  /** Returns the places of the greatest values, the greatest first, of equal ones the first. */
  private static int[] best(double[] values, int count) {
    int[] best = new int[Math.min(count, values.length)];
    for (int i = 0, found = 0; i < values.length; i++) {
      int at = found;
      while (at > 0 && values[i] > values[best[at - 1]]) {
        at--;
      }
      if (at < best.length) {
        found = Math.min(found + 1, best.length);
        System.arraycopy(best, at, best, at + 1, found - at - 1);
        best[at] = i;
      }
    }
    return best;
  }

  /**
   * Returns texts that are drawn.
   *
   * @param temperature divides the logits; positive
   * @param share the probability that the likeliest tokens have together, of which one is drawn
   */
  List<Generated> samples(
      TokenModel model, long[] prompt, int count, double temperature, double share, long seed) {
    List<Generated> texts = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < count; n++) {
      texts.add(single(model, prompt, temperature, logs -> drawn(logs, share, random)));
    }
    return texts;
  }

  /** Returns the text of the token that is chosen each time by its log probability. */
  private Generated single(
      TokenModel model, long[] prompt, double temperature, ToIntFunction<double[]> choice) {
    List<Long> tokens = new ArrayList<>();
    double total = 0;
    Continuation state = model.begin(prompt);
    try {
      while (tokens.size() < maxTokens) {
        double[] logs = logProbabilities(state.logits(), temperature);
        int token = choice.applyAsInt(logs);
        total += logs[token];
        if (endTokens.contains((long) token)) {
          break;
        }
        tokens.add((long) token);
        Continuation next = state.next(token);
        state.close();
        state = next;
      }
    } finally {
      state.close();
    }
    return new Generated(List.copyOf(tokens), total);
  }

  private static int drawn(double[] logs, double share, SplittableRandom random) {
    List<Integer> order =
        IntStream.range(0, logs.length)
            .boxed()
            .sorted(Comparator.comparing(token -> -logs[token]))
            .toList();
    double together = 0;
    int count = 0;
    while (count < order.size() && together < share) {
      together += Math.exp(logs[order.get(count++)]);
    }
    double at = random.nextDouble() * together;
    for (int i = 0; i < count; i++) {
      at -= Math.exp(logs[order.get(i)]);
      if (at <= 0) {
        return order.get(i);
      }
    }
    return order.get(count - 1);
  }

  private static double[] logProbabilities(float[] logits, double temperature) {
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit / temperature);
    }
    double sum = 0;
    double[] logs = new double[logits.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = logits[i] / temperature - most;
      sum += logs[i] > NEGLIGIBLE ? Math.exp(logs[i]) : 0;
    }
    double log = Math.log(sum);
    for (int i = 0; i < logs.length; i++) {
      logs[i] -= log;
    }
    return logs;
  }
}
