package chatwarden.mlops.search;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;

/** A way to choose the parameters of the next trial. Holds no state; safe for use by threads. */
public interface Sampler {

  /** Returns the name by which a command line and a report know it. */
  String name();

  /**
   * Returns parameters. The same arguments give the same parameters.
   *
   * @param trials the trials so far, running and failed ones too, by their numbers
   * @param random drawn from as needed
   */
  SortedMap<String, Double> sample(SearchSpace space, List<Trial> trials, SplittableRandom random);
}
