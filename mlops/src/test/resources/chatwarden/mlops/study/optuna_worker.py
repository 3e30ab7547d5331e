"""Optuna at a journal of ours. worker JOURNAL STUDY COUNT: takes part. reader JOURNAL STUDY: prints all as JSON."""

import json
import math
import sys
import time

import optuna


def loss(trial):
    rate = trial.suggest_float("rate", 0.001, 10, log=True)
    depth = trial.suggest_int("depth", 1, 9)
    kind = trial.suggest_categorical("kind", [0.5, 1.0, 2.0])
    mean = 0.0
    for fold in range(4):
        own = 1 + abs(math.log(rate)) + 0.1 * abs(depth - 4) + kind + 0.01 * fold
        mean = (fold * mean + own) / (fold + 1)
        trial.report(mean, fold + 1)
        if fold < 3 and trial.should_prune():
            raise optuna.TrialPruned()
    return mean


def work(study, count):
    while len(study.get_trials(deepcopy=False)) < 12:
        time.sleep(0.02)
    study.optimize(loss, n_trials=count, callbacks=[lambda _, trial: print("trial", trial.number, flush=True)])


def read(study):
    print(
        json.dumps(
            {
                "best": study.best_trial.number,
                "attributes": study.user_attrs,
                "metric": study.metric_names,
                "importance": optuna.importance.get_param_importances(study),
                "trials": [
                    {
                        "number": trial.number,
                        "state": trial.state.name,
                        "value": trial.value,
                        "parameters": trial.params,
                        "losses": list(trial.intermediate_values.values()),
                        "rungs": sorted(trial.system_attrs.keys() & {"completed_rung_0", "completed_rung_1"}),
                    }
                    for trial in study.trials
                ],
            }
        )
    )


def main():
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    backend = optuna.storages.journal.JournalFileBackend(sys.argv[2])
    study = optuna.load_study(
        study_name=sys.argv[3],
        storage=optuna.storages.JournalStorage(backend),
        sampler=optuna.samplers.TPESampler(seed=1),
        pruner=optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2),
    )
    if sys.argv[1] == "worker":
        work(study, int(sys.argv[4]))
    else:
        read(study)


main()
