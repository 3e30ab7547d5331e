/** The page's address of the pipelines, which are of no chat. */
export const PIPELINES = "#/pipelines";

/** The page's address of a run. */
export function addressOfRun(run: string): string {
  return `${PIPELINES}/${encodeURIComponent(run)}`;
}

/** Whether an address is that of the pipelines or of a run. */
export function isPipelines(hash: string): boolean {
  return hash === PIPELINES || hash.startsWith(`${PIPELINES}/`);
}

/** The run that an address names; none where it names none. */
export function runIn(hash: string): string | undefined {
  const name = hash.startsWith(`${PIPELINES}/`) ? hash.slice(PIPELINES.length + 1) : "";
  try {
    return name === "" ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
