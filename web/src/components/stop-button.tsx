import { useEffect, useRef, useState } from "preact/hooks";
import { faultText } from "../text/fault.ts";
import { say } from "../text/say.ts";

type Step = "ready" | "asked" | "stopping" | "stopped";

/** Stops the reading of a chat, once it is confirmed: a chat that was stopped is over. */
export function StopButton({ stop }: { stop: () => Promise<boolean> }) {
  const [step, setStep] = useState<Step>("ready");
  const [problem, setProblem] = useState("");
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === "asked") {
      confirm.current?.focus();
    }
  }, [step]);

  const stopNow = async () => {
    setStep("stopping");
    setProblem("");
    try {
      await stop();
      setStep("stopped");
    } catch (fault) {
      setProblem(faultText(fault));
      setStep("ready");
    }
  };

  if (step === "asked") {
    return (
      <span class="stop" role="group" aria-label={say("stop.ask")}>
        <button ref={confirm} type="button" class="danger" onClick={() => void stopNow()}>
          {say("stop.end")}
        </button>
        <button type="button" onClick={() => setStep("ready")}>
          {say("stop.keep")}
        </button>
      </span>
    );
  }
  return (
    <span class="stop">
      {problem !== "" && <span role="status">{problem}</span>}
      <button type="button" disabled={step !== "ready"} onClick={() => setStep("asked")}>
        {say(step === "ready" ? "stop.stop" : "stop.stopping")}
      </button>
    </span>
  );
}
