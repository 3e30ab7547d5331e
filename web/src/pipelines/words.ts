import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { RunState, StepState } from "../gen/chatwarden/mlops/v1/pipeline_pb.ts";
import { duration } from "../text/format.ts";

type State = "waiting" | "running" | "done" | "reused" | "failed" | "cancelled";

/** The states of a run, as the catalogue and the style sheet call them. */
export const RUN_STATES: Record<RunState, State | undefined> = {
  [RunState.RUN_STATE_UNSPECIFIED]: undefined,
  [RunState.RUN_RUNNING]: "running",
  [RunState.RUN_DONE]: "done",
  [RunState.RUN_FAILED]: "failed",
  [RunState.RUN_CANCELLED]: "cancelled",
};

/** The states of a step, likewise. */
export const STEP_STATES: Record<StepState, State | undefined> = {
  [StepState.STEP_STATE_UNSPECIFIED]: undefined,
  [StepState.STEP_WAITING]: "waiting",
  [StepState.STEP_RUNNING]: "running",
  [StepState.STEP_DONE]: "done",
  [StepState.STEP_REUSED]: "reused",
  [StepState.STEP_FAILED]: "failed",
  [StepState.STEP_CANCELLED]: "cancelled",
};

/** How long something took, or has taken until now; empty where it has not begun. */
export function lasted(start: Timestamp | undefined, end: Timestamp | undefined, now: number): string {
  return start === undefined
    ? ""
    : duration(Math.max(0, Math.floor(((end === undefined ? now : timestampMs(end)) - timestampMs(start)) / 1000)));
}
