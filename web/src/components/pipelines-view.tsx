import { useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import type { Pipeline, PipelineRun } from "../gen/chatwarden/mlops/v1/pipeline_pb.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import { addressOfRun } from "../pipelines/address.ts";
import { usePolled } from "../pipelines/use-polled.ts";
import { lasted } from "../pipelines/words.ts";
import { faultText } from "../text/fault.ts";
import { moment } from "../text/format.ts";
import { say } from "../text/say.ts";
import { Empty } from "./empty.tsx";
import { useMay } from "./role.ts";
import { RunChip } from "./run-chip.tsx";

const HEADS = ["pipeline", "schedule", "steps"] as const;
const RUN_HEADS = ["run", "state", "began", "took", "by"] as const;
const TIMEOUT_MS = 5000;
const PAGE = 50;

/** The command that starts a worker. */
const COMMAND = "chatwarden serve pipelines";

/** The pipelines that can be run, and their newest runs. */
export function PipelinesView({ bridge }: { bridge: Bridge }) {
  const [begun, setBegun] = useState(0);
  const [problem, setProblem] = useState("");
  const listed = usePolled(
    async (signal) => {
      const options = { signal, timeoutMs: TIMEOUT_MS };
      const [pipelines, runs] = await Promise.all([
        bridge.pipelines.listPipelines({ pageSize: 1000 }, options),
        bridge.pipelines.listRuns({ pageSize: PAGE }, options),
      ]);
      return { pipelines: pipelines.pipelines, runs: runs.runs };
    },
    [bridge, begun],
  );
  const run = async (pipeline: string) => {
    try {
      const { id } = await bridge.pipelines.runPipeline({ pipeline }, { timeoutMs: TIMEOUT_MS });
      setProblem("");
      setBegun(begun + 1);
      window.location.hash = addressOfRun(id);
    } catch (fault) {
      setProblem(faultText(fault));
    }
  };

  const { value } = listed;
  return (
    <section class="chat" aria-labelledby="pipelines-title">
      <div class="chat-head">
        <h2 id="pipelines-title">{say("view.pipelines")}</h2>
      </div>
      {(problem || listed.problem) !== "" && (
        <p class="notice" role="alert">
          {problem || listed.problem}
        </p>
      )}
      {value === undefined ? (
        <Empty title={say("pipelines.looking")} busy />
      ) : value.pipelines.length === 0 && value.runs.length === 0 ? (
        <Empty title={say("pipelines.none")} text={say("pipelines.noneHint", { command: COMMAND })} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div class="audit" tabIndex={0} role="region" aria-label={say("pipelines.region")}>
          <Pipelines pipelines={value.pipelines} run={run} />
          <Runs runs={value.runs} />
        </div>
      )}
    </section>
  );
}

function Pipelines({ pipelines, run }: { pipelines: readonly Pipeline[]; run: (name: string) => Promise<void> }) {
  const runs = useMay(Role.ADMIN);
  return (
    <table class="pipelines">
      <thead>
        <tr>
          {([...HEADS, ...(runs ? (["run"] as const) : [])] as const).map((head) => (
            <th key={head} scope="col">
              {say(`pipelines.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pipelines.map((pipeline) => (
          <tr key={pipeline.name}>
            <th scope="row">
              {pipeline.name}
              <span class="hint">{pipeline.description}</span>
            </th>
            <td>{pipeline.cron === "" ? say("pipelines.noSchedule") : `${pipeline.cron} (${pipeline.timeZone})`}</td>
            <td>{pipeline.steps.map((step) => step.name).join(" → ")}</td>
            {runs && (
              <td>
                <button
                  type="button"
                  aria-label={say("pipelines.runNowOf", { name: pipeline.name })}
                  onClick={() => void run(pipeline.name)}
                >
                  {say("pipelines.runNow")}
                </button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Runs({ runs }: { runs: readonly PipelineRun[] }) {
  if (runs.length === 0) {
    return <p>{say("pipelines.noRun")}</p>;
  }
  return (
    <table class="runs">
      <thead>
        <tr>
          {RUN_HEADS.map((head) => (
            <th key={head} scope="col">
              {say(`pipelines.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <th scope="row">
              <a href={addressOfRun(run.id)}>{run.id}</a>
            </th>
            <td>
              <RunChip state={run.state} />
            </td>
            <td>{moment(run.createTime)}</td>
            <td>{lasted(run.createTime, run.endTime, Date.now())}</td>
            <td>{run.caller}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
