import { markOf } from "../deciding/choices.ts";
import { lengthText } from "../deciding/lengths.ts";
import { type Act, type Decided, isDecided } from "../deciding/marks.ts";
import { ActionState } from "../gen/chatwarden/action/v1/action_pb.ts";
import { say } from "../text/say.ts";
import { platformText } from "./audit-words.ts";

const STYLES: Partial<Record<ActionState, string>> = {
  [ActionState.DONE]: "done",
  [ActionState.REFUSED]: "refused",
  [ActionState.UNKNOWN]: "refused",
};

/** The decision on a comment, and the states of its actions on the platform. */
export function DecisionMarks({ decided, acts }: { decided: Decided | undefined; acts: readonly Act[] }) {
  const mark = isDecided(decided) ? markOf(decided.decision) : undefined;
  return (
    <>
      {mark !== undefined && (
        <span class="chip decided">
          {decided === undefined || decided.seconds === 0 ? say(mark) : `${say(mark)}, ${lengthText(decided.seconds)}`}
        </span>
      )}
      {acts.map((act) => (
        <span key={act.id} class={`chip act ${STYLES[act.state] ?? ""}`} title={say("act.title")}>
          {platformText(act)}
        </span>
      ))}
    </>
  );
}
