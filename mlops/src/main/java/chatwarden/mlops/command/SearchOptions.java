package chatwarden.mlops.command;

import chatwarden.mlops.search.MarginPruner;
import chatwarden.mlops.search.Pruner;
import chatwarden.mlops.search.RandomSampler;
import chatwarden.mlops.search.Sampler;
import chatwarden.mlops.search.SuccessiveHalving;
import chatwarden.mlops.search.TpeSampler;
import chatwarden.mlops.study.SearchPlan;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a search for settings. */
final class SearchOptions {
  @Option(
      names = "--trials",
      paramLabel = "N",
      description =
          "How many settings the search tries, those of other workers at its journal included; 1"
              + " takes the standard ones without a search. Default: 1.")
  private int trials = 1;

  @Option(
      names = "--sampler",
      paramLabel = "tpe|random",
      description =
          "How settings are chosen: by a tree-structured Parzen estimator, from the eleventh trial"
              + " on, or at random. Default: tpe.")
  private SamplerKind sampler = SamplerKind.TPE;

  @Option(
      names = "--pruner",
      paramLabel = "margin|halving|none",
      description =
          "When a trial stops early: with half a percent more loss than the best on the same folds,"
              + " or outside the better half after 1, 2, 4 … folds, or never. Default: margin.")
  private PrunerKind pruner = PrunerKind.MARGIN;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "How many trials run at a time, each with its own memory. Default: 1, with which a seed"
              + " gives the same trials again.")
  private int workers = 1;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "The file of the trials, in Optuna's journal format: kept, continued by the same data and"
              + " settings, and shared with other processes. Default: one that is deleted in the"
              + " end.")
  private @Nullable Path journal;

  /** The samplers by the words of the command line. */
  private enum SamplerKind {
    TPE,
    RANDOM;

    Sampler sampler() {
      return switch (this) {
        case TPE -> new TpeSampler();
        case RANDOM -> new RandomSampler();
      };
    }
  }

  /** The pruners by the words of the command line. */
  private enum PrunerKind {
    MARGIN,
    HALVING,
    NONE;

    Pruner pruner() {
      return switch (this) {
        case MARGIN -> new MarginPruner();
        case HALVING -> new SuccessiveHalving();
        case NONE -> Pruner.none();
      };
    }
  }

  SearchPlan plan() {
    return new SearchPlan(
        trials, sampler.sampler(), pruner.pruner(), workers, Optional.ofNullable(journal));
  }
}
