package chatwarden.serving.door;

import chatwarden.repository.ModelRepository;
import chatwarden.serving.batch.Batcher;
import chatwarden.serving.batch.Refiner;
import chatwarden.serving.rollout.Rollouts;

/**
 * The parts of a door that each of its calls uses.
 *
 * @param detector asked only when a call leaves the language open
 * @param defaultLanguage the language of texts whose own has no model, where that one has one
 * @param batcher runs models on texts of many calls together
 * @param rollouts chooses between versions
 * @param refiner has first answers improved by the models' next tier
 * @param <M> the type of the models
 */
record InferenceParts<M extends AutoCloseable>(
    ModelRepository<M> repository,
    LanguageIdentifier detector,
    String defaultLanguage,
    TextMetrics metrics,
    CountsByModel counts,
    Rollouts<M> rollouts,
    Batcher batcher,
    Refiner refiner) {}
