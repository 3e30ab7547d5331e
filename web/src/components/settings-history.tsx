import { useEffect, useState } from "preact/hooks";
import type { Audit } from "../api/client.ts";
import { AuditAction, type AuditEntry } from "../gen/chatwarden/review/v1/audit_service_pb.ts";
import { moment } from "../text/format.ts";
import { say } from "../text/say.ts";
import { fieldText } from "./audit-words.ts";

/** So many entries of the log are looked through for changes of settings. */
const LOOKED_AT = 500;

/** So many changes are listed. */
const LISTED = 10;

const TIMEOUT_MS = 5000;

/** Who changed which settings, the newest first; asked for again when `version` changes. */
export function SettingsHistory({ chat, audit, version }: { chat: string; audit: Audit; version: string }) {
  const [entries, setEntries] = useState<readonly AuditEntry[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    audit
      .listAuditEntries({ chat, pageSize: LOOKED_AT }, { signal: abort.signal, timeoutMs: TIMEOUT_MS })
      .then((page) => setEntries(page.entries.filter(({ action }) => action === AuditAction.UPDATE_SETTINGS)))
      // The audit view says why the log cannot be read; the settings do without.
      .catch(() => undefined);
    return () => abort.abort();
  }, [chat, audit, version]);
  if (entries.length === 0) {
    return null;
  }
  return (
    <section class="card history" aria-labelledby="history-title">
      <h3 id="history-title">{say("settings.history")}</h3>
      <ul>
        {entries.slice(0, LISTED).map((entry) => (
          <li key={entry.id}>
            <span class="soft">{moment(entry.createTime)}</span> <bdi>{entry.reviewer}</bdi>
            {": "}
            {entry.changedFields.map(fieldText).join(", ")}
          </li>
        ))}
      </ul>
    </section>
  );
}
