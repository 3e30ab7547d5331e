import type { RunState, StepState } from "../gen/chatwarden/mlops/v1/pipeline_pb.ts";
import { RUN_STATES, STEP_STATES } from "../pipelines/words.ts";
import { say } from "../text/say.ts";

/** The state of a run. */
export function RunChip({ state }: { state: RunState }) {
  return <Chip state={RUN_STATES[state]} />;
}

/** The state of a step. */
export function StepChip({ state }: { state: StepState }) {
  return <Chip state={STEP_STATES[state]} />;
}

function Chip({ state }: { state: (typeof STEP_STATES)[StepState] }) {
  return <span class={`chip state ${state ?? ""}`}>{state !== undefined && say(`run.${state}`)}</span>;
}
