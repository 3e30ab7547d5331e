import { useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { type PipelineRun, RunState, type StepRun } from "../gen/chatwarden/mlops/v1/pipeline_pb.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import { PIPELINES } from "../pipelines/address.ts";
import { readArtefact, save } from "../pipelines/artefact.ts";
import { usePolled } from "../pipelines/use-polled.ts";
import { lasted } from "../pipelines/words.ts";
import { faultText } from "../text/fault.ts";
import { bytes } from "../text/format.ts";
import { say } from "../text/say.ts";
import { Empty } from "./empty.tsx";
import { useMay } from "./role.ts";
import { RunChip, StepChip } from "./run-chip.tsx";

const TIMEOUT_MS = 5000;
const STEP_HEADS = [
  "run.step",
  "pipelines.state",
  "run.attempt",
  "pipelines.took",
  "run.worker",
  "run.result",
] as const;
const FILE_HEADS = ["run.file", "run.step", "run.size", "run.download"] as const;

/** A run with its steps, the log of one of them, and the files that they have made. */
export function RunView({ id, bridge }: { id: string; bridge: Bridge }) {
  const [changed, setChanged] = useState(0);
  const [problem, setProblem] = useState("");
  const [shown, setShown] = useState("");
  const polled = usePolled(
    (signal) => bridge.pipelines.getRun({ run: id }, { signal, timeoutMs: TIMEOUT_MS }),
    [bridge, id, changed],
  );
  const ask = async (call: () => Promise<unknown>) => {
    try {
      await call();
      setProblem("");
    } catch (fault) {
      setProblem(faultText(fault));
    }
    setChanged(changed + 1);
  };

  const run = polled.value;
  return (
    <section class="chat" aria-labelledby="run-title">
      <div class="chat-head">
        <h2 id="run-title">{id}</h2>
        {run !== undefined && <RunChip state={run.state} />}
        <p class="figures exports">
          {run !== undefined && <Controls run={run} bridge={bridge} ask={ask} />}
          <a href={PIPELINES}>{say("pipelines.all")}</a>
        </p>
      </div>
      {(problem || polled.problem) !== "" && (
        <p class="notice" role="alert">
          {problem || polled.problem}
        </p>
      )}
      {run === undefined ? (
        <Empty title={say("run.reading")} busy />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div class="audit" tabIndex={0} role="region" aria-label={say("run.steps")}>
          <Steps run={run} shown={shown} show={setShown} />
          {shown !== "" && <StepLog run={id} step={shown} bridge={bridge} />}
          <Artefacts run={run} bridge={bridge} ask={ask} />
        </div>
      )}
    </section>
  );
}

type Ask = (call: () => Promise<unknown>) => Promise<void>;

function Controls({ run, bridge, ask }: { run: PipelineRun; bridge: Bridge; ask: Ask }) {
  const may = useMay(Role.ADMIN);
  if (!may || run.state === RunState.RUN_DONE) {
    return null;
  }
  if (run.state === RunState.RUN_RUNNING) {
    return (
      <button
        type="button"
        class="danger"
        disabled={run.cancelRequested}
        onClick={() => void ask(() => bridge.pipelines.cancelRun({ run: run.id }))}
      >
        {say(run.cancelRequested ? "run.cancelling" : "run.cancel")}
      </button>
    );
  }
  return (
    <button type="button" onClick={() => void ask(() => bridge.pipelines.resumeRun({ run: run.id }))}>
      {say("run.resume")}
    </button>
  );
}

function Steps({ run, shown, show }: { run: PipelineRun; shown: string; show: (step: string) => void }) {
  return (
    <table class="steps">
      <thead>
        <tr>
          {STEP_HEADS.map((head) => (
            <th key={head} scope="col">
              {say(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {run.steps.map((step) => {
          const name = step.step?.name ?? "";
          return (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  aria-label={say("run.logOf", { step: name })}
                  aria-pressed={shown === name}
                  onClick={() => show(shown === name ? "" : name)}
                >
                  {name}
                </button>
              </th>
              <td>
                <StepChip state={step.state} />
              </td>
              <td>{step.attempt === 0 ? "" : step.attempt}</td>
              <td>{lasted(step.startTime, step.endTime, Date.now())}</td>
              <td>{step.worker}</td>
              <td>{resultOf(step)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function resultOf({ result }: StepRun): string {
  if (result === undefined) {
    return "";
  }
  if (result.reusedRun !== "") {
    return say("run.outputsOf", { run: result.reusedRun });
  }
  return result.message === "" ? result.json : result.message;
}

function StepLog({ run, step, bridge }: { run: string; step: string; bridge: Bridge }) {
  const { value } = usePolled(
    (signal) => bridge.pipelines.readStepLog({ run, step }, { signal, timeoutMs: TIMEOUT_MS }),
    [bridge, run, step],
  );
  return (
    <figure class="command">
      <figcaption>
        {value !== undefined && value.skippedBytes > 0n
          ? say("run.logPart", { step, size: bytes(value.skippedBytes) })
          : say("run.logOf", { step })}
      </figcaption>
      <pre>
        <code>{value === undefined ? "…" : value.text === "" ? say("run.empty") : value.text}</code>
      </pre>
    </figure>
  );
}

function Artefacts({ run, bridge, ask }: { run: PipelineRun; bridge: Bridge; ask: Ask }) {
  const files = run.steps.flatMap((step) =>
    (step.result?.artefacts ?? []).map((file) => ({ step: step.step?.name ?? "", file })),
  );
  if (files.length === 0) {
    return null;
  }
  const download = async (step: string, path: string) => save(await readArtefact(bridge, run.id, step, path), path);
  return (
    <table class="artefacts">
      <thead>
        <tr>
          {FILE_HEADS.map((head) => (
            <th key={head} scope="col">
              {say(head)}
            </th>
          ))}
          <th scope="col">SHA-256</th>
        </tr>
      </thead>
      <tbody>
        {files.map(({ step, file }) => (
          <tr key={`${step}/${file.path}`}>
            <th scope="row">{file.path}</th>
            <td>{step}</td>
            <td>{bytes(file.size)}</td>
            <td>
              <button
                type="button"
                aria-label={say("run.downloadOf", { path: file.path })}
                onClick={() => void ask(() => download(step, file.path))}
              >
                {say("run.download")}
              </button>
            </td>
            <td>
              <code title={file.sha256}>{file.sha256.slice(0, 12)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
