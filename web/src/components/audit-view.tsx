import { timestampDate } from "@bufbuild/protobuf/wkt";
import { ConnectError } from "@connectrpc/connect";
import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { AuditAction, type AuditEntry } from "../gen/chatwarden/review/v1/audit_service_pb.ts";
import { Decision } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { Empty } from "./empty.tsx";

const PAGE = 50;

const DECISIONS: Record<Decision, string> = {
  [Decision.DECISION_UNSPECIFIED]: "",
  [Decision.ALLOW]: "allow",
  [Decision.HIDE]: "hide",
  [Decision.TIME_OUT]: "time out",
  [Decision.BAN]: "ban",
};

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
        setLog({ ...before, state: "lost", problem: ConnectError.from(fault).rawMessage });
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
        <div class="audit" tabIndex={0} role="region" aria-label="Audit log">
          <Entries entries={log.entries} />
          {log.next !== "" && (
            <button type="button" onClick={() => void read(log)}>
              Older
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function Export({ chat, format }: { chat: string; format: "csv" | "jsonl" }) {
  return (
    <a href={`/v1/chats/${encodeURIComponent(chat)}/audit:export?format=${format}`} download>
      {format.toUpperCase()}
    </a>
  );
}

function Nothing({ log, again }: { log: Log; again: () => void }) {
  switch (log.state) {
    case "loading":
      return <Empty title="Reading the log …" busy />;
    case "lost":
      return (
        <>
          <Empty title="The log could not be read" />
          <button type="button" onClick={again}>
            Try again
          </button>
        </>
      );
    case "known":
      return <Empty title="Nothing was decided yet" text="Decisions and their undoing are kept here for good." />;
  }
}

function action(entry: AuditEntry): string {
  switch (entry.action) {
    case AuditAction.UNDO:
      return `undo ${DECISIONS[entry.decision] ?? ""}`;
    case AuditAction.UPDATE_SETTINGS:
      return `settings: ${entry.changedFields.map((field) => field.replaceAll("_", " ")).join(", ")}`;
    default:
      return DECISIONS[entry.decision] ?? "";
  }
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <table>
      <thead>
        <tr>
          {["When", "Who", "What", "Comment", "Probability", "Threshold", "Model", "Note"].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td>{entry.createTime === undefined ? "" : timestampDate(entry.createTime).toLocaleString("en-GB")}</td>
            <td>
              <bdi>{entry.reviewer}</bdi> {entry.caller}
            </td>
            <td>{action(entry)}</td>
            <td>{entry.comment}</td>
            <td>{entry.model === "" ? "" : entry.offensiveProbability.toFixed(2)}</td>
            <td>{entry.flagThreshold?.toFixed(2) ?? ""}</td>
            <td>{entry.model}</td>
            <td>
              <bdi>{entry.note}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
