import type { Bridge } from "../api/client.ts";

/** Reads a file that a step has made, part by part. */
export async function readArtefact(
  { pipelines }: Pick<Bridge, "pipelines">,
  run: string,
  step: string,
  path: string,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0n;
  for (;;) {
    const { content, size } = await pipelines.readArtefact({ run, step, path, offset });
    parts.push(new Uint8Array(content));
    offset += BigInt(content.length);
    if (content.length === 0 || offset >= size) {
      return new Blob(parts, { type: "application/octet-stream" });
    }
  }
}

/** Has the browser save a file under the last part of its path. */
export function save(blob: Blob, path: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = path.slice(path.lastIndexOf("/") + 1);
  link.click();
  URL.revokeObjectURL(link.href);
}
