import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";

const RETRY_MS = 3000;
const TIMEOUT_MS = 5000;

/** What the caller may do, for everything on the page; not known at first. */
export const CallerRole = createContext<Role | undefined>(undefined);

/** Whether the caller may do what takes this role. Whatever they may not do, the page does not offer. */
export function useMay(needed: Role): boolean {
  return may(useContext(CallerRole), needed);
}

/** Whether this role covers another. */
export function may(role: Role | undefined, needed: Role): boolean {
  return (role ?? Role.ROLE_UNSPECIFIED) >= needed;
}

/** Asks what the caller may do, until it is answered. */
export function useRole({ platform }: Bridge): Role | undefined {
  const [role, setRole] = useState<Role>();
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      while (!abort.signal.aborted) {
        try {
          const caller = await platform.getCaller({}, { signal: abort.signal, timeoutMs: TIMEOUT_MS });
          setRole(caller.role);
          return;
        } catch {
          await pause(RETRY_MS, abort.signal);
        }
      }
    };
    void ask();
    return () => abort.abort();
  }, [platform]);
  return role;
}
