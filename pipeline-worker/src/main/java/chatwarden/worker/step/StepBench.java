package chatwarden.worker.step;

import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.pipeline.StepQueue;
import java.time.InstantSource;

/**
 * The things that all attempts of a worker share.
 *
 * @param folder in which they work
 * @param queue from which steps come
 * @param settings of the worker
 * @param metrics of the worker
 * @param clock of the deadlines, that of the machine
 */
public record StepBench(
    RunFolder folder,
    StepQueue queue,
    StepSettings settings,
    StepMetrics metrics,
    InstantSource clock) {}
