import { durationMs } from "@bufbuild/protobuf/wkt";
import type { Bridge } from "../api/client.ts";
import {
  ColumnState,
  type DriftColumn,
  type ModelConsole,
  type ServedModel,
  type TrafficShare,
} from "../gen/chatwarden/console/v1/model_console_service_pb.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { usePolled } from "../pipelines/use-polled.ts";
import { decimal, millis, moment, percent, whole } from "../text/format.ts";
import { say } from "../text/say.ts";
import { Bar } from "./bar.tsx";
import { Empty } from "./empty.tsx";
import { kindText } from "./judgement.tsx";
import { labelText } from "./labels.ts";

const EVERY_MS = 10_000;
const TIMEOUT_MS = 8000;

const HEADS = ["server", "model", "texts", "calls", "failed", "call", "wait", "run", "last"] as const;

const STATES = {
  [ColumnState.COLUMN_STATE_UNSPECIFIED]: "models.tooFew",
  [ColumnState.STABLE]: "models.stable",
  [ColumnState.DRIFTED]: "models.drifted",
  [ColumnState.TOO_FEW]: "models.tooFew",
  [ColumnState.NO_REFERENCE]: "models.noReference",
} as const;

/** The models that are served: versions, times, the tiers that decide, kinds of abuse, and drift. */
export function ModelsView({ bridge }: { bridge: Bridge }) {
  const { value, problem } = usePolled(
    (signal) => bridge.console.getModelConsole({}, { signal, timeoutMs: TIMEOUT_MS }),
    [bridge],
    EVERY_MS,
  );
  return (
    <section class="chat" aria-labelledby="models-title">
      <div class="chat-head">
        <h2 id="models-title">{say("view.models")}</h2>
      </div>
      {problem !== "" && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {value === undefined ? <Empty title={say("models.asking")} busy /> : <Console found={value} />}
    </section>
  );
}

function Console({ found }: { found: ModelConsole }) {
  const { traffic } = found;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="audit models" tabIndex={0} role="region" aria-label={say("models.served")}>
      {found.away.length > 0 && <p class="notice">{say("models.away", { servers: found.away.join(", ") })}</p>}
      <Served models={found.models} />
      <h3>{say("models.traffic", { n: traffic?.commentCount ?? 0 })}</h3>
      <div class="model-shares">
        <Shares name={say("models.tiers")} shares={traffic?.tiers ?? []} text={(name) => name} />
        <Shares name={say("models.labels")} shares={traffic?.labels ?? []} text={labelOf} />
        <Shares name={say("models.categories")} shares={traffic?.categories ?? []} text={kindText} />
      </div>
      <Drift columns={found.drift} />
    </div>
  );
}

function labelOf(name: string): string {
  return labelText(Label[name as keyof typeof Label] ?? Label.LABEL_UNSPECIFIED);
}

function Served({ models }: { models: readonly ServedModel[] }) {
  return (
    <table class="served">
      <caption class="visually-hidden">{say("models.served")}</caption>
      <thead>
        <tr>
          {HEADS.map((head) => (
            <th key={head} scope="col">
              {say(`models.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={`${model.server} ${model.name} ${model.version}`}>
            <td>{say(SERVERS[model.server] ?? "models.server")}</td>
            <th scope="row">
              <code>{`${model.name}@${model.version}`}</code>
            </th>
            <td>{whole(model.textCount)}</td>
            <td>{whole(model.callCount)}</td>
            <td>{whole(model.failedCount)}</td>
            <td>{lasted(model.meanCall)}</td>
            <td>{lasted(model.meanWait)}</td>
            <td>{lasted(model.meanRun)}</td>
            <td>{moment(model.lastRunTime)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SERVERS: Partial<Record<string, "play.stage1" | "play.stage2" | "play.stage3">> = {
  classifier: "play.stage1",
  tagger: "play.stage2",
  rewriter: "play.stage3",
};

function lasted(time: ServedModel["meanCall"]): string {
  return time === undefined ? "–" : millis(durationMs(time));
}

function Shares(props: { name: string; shares: readonly TrafficShare[]; text: (name: string) => string }) {
  const { name, shares, text } = props;
  return (
    <section>
      <h4>{name}</h4>
      {shares.length === 0 ? (
        <p class="hint">{say("models.none")}</p>
      ) : (
        <ul>
          {shares.map((share) => (
            <li key={share.name}>
              <code>{text(share.name)}</code>{" "}
              <Bar share={share.share} says={say("models.shareOf", { name: text(share.name) })} />{" "}
              {percent(share.share, 1)} <span class="hint">{whole(share.count)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Drift({ columns }: { columns: readonly DriftColumn[] }) {
  return (
    <>
      <h3>{say("models.drift")}</h3>
      {columns.length === 0 ? (
        <p class="hint">{say("models.noDrift")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say("models.column")}</th>
              <th scope="col">{say("models.state")}</th>
              <th scope="col">{say("models.score")}</th>
              <th scope="col">{say("models.threshold")}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, language, state, score, threshold }) => (
              <tr key={`${column} ${language}`}>
                <th scope="row">
                  <code>{language === "" ? column : `${column} (${language})`}</code>
                </th>
                <td class={state === ColumnState.DRIFTED ? "drifted" : ""}>{say(STATES[state])}</td>
                <td>{threshold === 0 ? "–" : decimal(score, 3)}</td>
                <td>{threshold === 0 ? "–" : decimal(threshold, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
