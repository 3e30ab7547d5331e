import { BinaryReader } from "@bufbuild/protobuf/wire";
import { Code, ConnectError } from "@connectrpc/connect";
import type { PlainKey } from "./catalogue.ts";
import { say } from "./say.ts";
import { violationText } from "./violation.ts";

/** A field of a request that the server did not accept, as the schema calls it, and why. */
export interface Violation {
  readonly field: string;
  readonly description: string;
}

/** The reasons of the server that say more than their code does. */
const REASONS: Partial<Record<string, PlainKey>> = {
  CHAT_NOT_FOUND: "fault.chatGone",
  COMMENT_NOT_FOUND: "fault.commentGone",
  SESSION_NOT_FOUND: "fault.sessionGone",
  RUN_NOT_FOUND: "fault.runGone",
  STEP_NOT_FOUND: "fault.stepGone",
  ARTEFACT_NOT_FOUND: "fault.fileGone",
  ARTEFACT_AWAY: "fault.fileAway",
  PIPELINE_RUNS: "fault.pipelineRuns",
  RUN_DONE: "fault.runDone",
  REVIEW_NOT_HELD: "fault.notHeld",
  REVIEW_UNDECIDED: "fault.undecided",
  DECISION_CHANGED: "fault.changed",
  SETTINGS_CHANGED: "fault.overtaken",
  CHAT_ALREADY_READ: "fault.alreadyRead",
  CHAT_LIVE: "fault.chatLive",
  STORE_UNAVAILABLE: "fault.store",
  STORE_AWAY: "fault.store",
};

const CODES: Partial<Record<Code, PlainKey>> = {
  [Code.Unavailable]: "fault.unavailable",
  [Code.Aborted]: "fault.unavailable",
  [Code.DeadlineExceeded]: "fault.late",
  [Code.Canceled]: "fault.late",
  [Code.ResourceExhausted]: "fault.busy",
  [Code.InvalidArgument]: "fault.input",
  [Code.OutOfRange]: "fault.input",
  [Code.NotFound]: "fault.notFound",
  [Code.AlreadyExists]: "fault.exists",
  [Code.FailedPrecondition]: "fault.refused",
  [Code.Unauthenticated]: "fault.signIn",
  [Code.PermissionDenied]: "fault.forbidden",
};

/** A fault of a call in the words of the page: by its fields, else its reason, else its code. */
export function faultText(fault: unknown): string {
  const violations = violationsOf(fault);
  if (violations.length > 0) {
    return violations.map(violationText).join(" ");
  }
  const error = ConnectError.from(fault);
  // A call that fails without an answer of the server is a TypeError of fetch.
  const away = error.code === Code.Unknown && error.cause instanceof TypeError;
  return say(
    REASONS[reasonOf(error)] ?? (away ? "fault.unavailable" : undefined) ?? CODES[error.code] ?? "fault.unknown",
  );
}

/** The fields that the server did not accept; none where it was something else. */
export function violationsOf(fault: unknown): Violation[] {
  return detail(ConnectError.from(fault), "google.rpc.BadRequest").map((bytes) => {
    const [field = "", description = ""] = strings(bytes, 2);
    return { field, description };
  });
}

/** The reason that the server gives, as a stable name; empty where it gives none. */
export function reasonOf(fault: unknown): string {
  const [reason] = detail(ConnectError.from(fault), "google.rpc.ErrorInfo");
  return reason === undefined ? "" : new TextDecoder().decode(reason);
}

/** Field 1 of a detail of this type, as often as it is there. The page has no schema of these two types. */
function detail(error: ConnectError, type: string): Uint8Array[] {
  const found = error.details.find((each) => "type" in each && each.type === type);
  return found === undefined || !(found.value instanceof Uint8Array) ? [] : fields(found.value, 1);
}

function fields(bytes: Uint8Array, wanted: number): Uint8Array[] {
  const reader = new BinaryReader(bytes);
  const found: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === wanted) {
      found.push(reader.bytes());
    } else {
      reader.skip(wireType, number);
    }
  }
  return found;
}

/** The first value of the fields 1 to `count`, read as strings. */
function strings(bytes: Uint8Array, count: number): string[] {
  return Array.from({ length: count }, (_, n) => new TextDecoder().decode(fields(bytes, n + 1)[0]));
}
