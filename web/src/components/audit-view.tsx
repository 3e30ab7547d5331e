import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import type { AuditEntry } from "../gen/chatwarden/review/v1/audit_service_pb.ts";
import { faultText } from "../text/fault.ts";
import { decimal, moment } from "../text/format.ts";
import { say } from "../text/say.ts";
import { actionText } from "./audit-words.ts";
import { DecideDialog } from "./decide-dialog.tsx";
import { Empty } from "./empty.tsx";

const PAGE = 50;

const HEADS = ["when", "who", "what", "comment", "probability", "threshold", "model", "note", "change"] as const;

interface Log {
  readonly state: "loading" | "known" | "lost";
  readonly entries: readonly AuditEntry[];
  readonly next: string;
  readonly problem: string;
}

const NOTHING: Log = { state: "loading", entries: [], next: "", problem: "" };

/** What people decided in a chat, the newest first, and the whole of it as a file. */
export function AuditView({ chat, bridge }: { chat: string; bridge: Bridge }) {
  const [log, setLog] = useState<Log>(NOTHING);
  const [changing, setChanging] = useState<string>();
  const read = async (before: Log, signal?: AbortSignal) => {
    try {
      const page = await bridge.audit.listAuditEntries(
        { chat, pageSize: PAGE, pageToken: before.next },
        { timeoutMs: 5000, ...(signal === undefined ? {} : { signal }) },
      );
      setLog({
        state: "known",
        entries: [...before.entries, ...page.entries],
        next: page.nextPageToken,
        problem: "",
      });
    } catch (fault) {
      if (signal?.aborted !== true) {
        setLog({ ...before, state: "lost", problem: faultText(fault) });
      }
    }
  };
  useEffect(() => {
    const abort = new AbortController();
    setLog(NOTHING);
    void read(NOTHING, abort.signal);
    return () => abort.abort();
  }, [chat, bridge]);

  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        <p class="figures exports">
          <Export chat={chat} format="csv" /> <Export chat={chat} format="jsonl" />
        </p>
      </div>
      {log.problem !== "" && (
        <p class="notice" role="alert">
          {log.problem}
        </p>
      )}
      {log.entries.length === 0 ? (
        <Nothing log={log} again={() => void read(NOTHING)} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div class="audit" tabIndex={0} role="region" aria-label={say("audit.title")}>
          <Entries entries={log.entries} change={setChanging} />
          {log.next !== "" && (
            <button type="button" onClick={() => void read(log)}>
              {say("audit.older")}
            </button>
          )}
        </div>
      )}
      {changing !== undefined && (
        <DecideDialog
          key={changing}
          chat={chat}
          comment={changing}
          reviews={bridge.reviews}
          decided={() => void read(NOTHING)}
          decidedMany={() => void read(NOTHING)}
          close={() => setChanging(undefined)}
        />
      )}
    </section>
  );
}

function Export({ chat, format }: { chat: string; format: "csv" | "jsonl" }) {
  return (
    <a
      href={`/v1/chats/${encodeURIComponent(chat)}/audit:export?format=${format}`}
      aria-label={say("audit.download", { format: format.toUpperCase() })}
      download
    >
      {format.toUpperCase()}
    </a>
  );
}

function Nothing({ log, again }: { log: Log; again: () => void }) {
  switch (log.state) {
    case "loading":
      return <Empty title={say("audit.reading")} busy />;
    case "lost":
      return (
        <>
          <Empty title={say("audit.lost")} />
          <button type="button" onClick={again}>
            {say("audit.again")}
          </button>
        </>
      );
    case "known":
      return <Empty title={say("audit.none")} text={say("audit.noneHint")} />;
  }
}

function Entries({ entries, change }: { entries: readonly AuditEntry[]; change: (comment: string) => void }) {
  return (
    <table>
      <thead>
        <tr>
          {HEADS.map((head) => (
            <th key={head} scope="col">
              {say(`audit.${head}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td>{moment(entry.createTime)}</td>
            <td>
              <bdi>{entry.reviewer}</bdi> {entry.caller}
            </td>
            <td>{actionText(entry)}</td>
            <td>{entry.comment}</td>
            <td>{entry.model === "" ? "" : decimal(entry.offensiveProbability)}</td>
            <td>{entry.flagThreshold === undefined ? "" : decimal(entry.flagThreshold)}</td>
            <td>{entry.model}</td>
            <td>
              <bdi>{entry.note}</bdi>
            </td>
            <td>
              {entry.comment !== "" && (
                <button
                  type="button"
                  class="plain"
                  aria-haspopup="dialog"
                  aria-label={say("audit.changeOf", { comment: entry.comment })}
                  onClick={() => change(entry.comment)}
                >
                  {say("audit.change")}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
