package chatwarden.mlops.search;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;

/**
 * Draws every parameter from its whole range, whatever came before. Source: Bergstra and Bengio,
 * "Random Search for Hyper-Parameter Optimization", JMLR 13, 2012.
 */
public final class RandomSampler implements Sampler {

  @Override
  public String name() {
    return "random";
  }

  @Override
  public SortedMap<String, Double> sample(
      SearchSpace space, List<Trial> trials, SplittableRandom random) {
    return space.draw(random);
  }
}
