package chatwarden.mlops.study;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.search.MarginPruner;
import chatwarden.mlops.search.Pruner;
import chatwarden.mlops.search.Sampler;
import chatwarden.mlops.search.TpeSampler;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a search goes.
 *
 * @param trials how many trials there are in all, those of other workers included, 1 to 10,000
 * @param sampler chooses the parameters of trials
 * @param pruner stops trials early
 * @param workers how many trials run at a time in this process, 1 to 64
 * @param journal the file of the trials, if it is to be kept or shared
 */
public record SearchPlan(
    int trials, Sampler sampler, Pruner pruner, int workers, Optional<Path> journal) {

  /** Checks the numbers. */
  public SearchPlan {
    requireNonNull(sampler, "sampler");
    requireNonNull(pruner, "pruner");
    requireNonNull(journal, "journal");
    if (trials < 1 || trials > 10_000) {
      throw InvalidInputException.of("--trials", trials + " (expected: 1 to 10000)");
    }
    if (workers < 1 || workers > 64) {
      throw InvalidInputException.of("--workers", workers + " (expected: 1 to 64)");
    }
  }

  /** Returns the standard plan of so many trials: TPE and the margin, one at a time. */
  public static SearchPlan standard(int trials) {
    return new SearchPlan(trials, new TpeSampler(), new MarginPruner(), 1, Optional.empty());
  }

  /** Returns this plan with one worker. */
  public SearchPlan withOneWorker() {
    return new SearchPlan(trials, sampler, pruner, 1, journal);
  }

  /** Returns the number of trials and how they are chosen and stopped, for people. */
  public String described() {
    return "%d trials (sampler %s, pruner %s)".formatted(trials, sampler.name(), pruner.name());
  }
}
