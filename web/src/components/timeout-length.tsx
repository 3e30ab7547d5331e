import { chooseLength, LENGTHS, lengthText, timeoutLength } from "../deciding/lengths.ts";
import { say } from "../text/say.ts";

/** The choice of the length of time-outs, remembered in this browser. */
export function TimeoutLength() {
  return (
    <select
      class="timeout-length"
      aria-label={say("decide.length")}
      title={say("decide.length")}
      value={timeoutLength()}
      onChange={(event) => chooseLength(Number(event.currentTarget.value))}
    >
      {LENGTHS.map((seconds) => (
        <option key={seconds} value={seconds}>
          {lengthText(seconds)}
        </option>
      ))}
    </select>
  );
}
