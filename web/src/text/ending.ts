import type { PlainKey } from "./catalogue.ts";
import { say } from "./say.ts";

/** Why a session ended, by what the server says of it; the first that fits counts. */
const REASONS: readonly (readonly [RegExp, PlainKey])[] = [
  [/stopped on request/u, "ended.stopped"],
  [/the source came to its end/u, "ended.source"],
  [/no channel of this name/u, "ended.noChannel"],
  [/did not join a channel|no longer leads into/u, "ended.noJoin"],
  [/no guests|requires an account/u, "ended.noGuests"],
  [/asks for a person's consent/u, "ended.consent"],
  [/people who have signed in/u, "ended.signIn"],
  [/members only/u, "ended.membersOnly"],
  [/is private/u, "ended.private"],
  [/does not exist or was deleted|no longer available/u, "ended.noVideo"],
  [/switched off|turned off/u, "ended.chatOff"],
  [/keeps no chat|replay is not available/u, "ended.noReplay"],
  [/has no chat|shows no chat/u, "ended.noChat"],
  [/file not found|invalid path of a file|outside the folders/u, "ended.noFile"],
  [/^line |: line \d|the file /u, "ended.badLine"],
  [/a bug in Chatwarden/u, "ended.bug"],
  [/no answer|no longer answers|closed the connection|fell silent|about to go/u, "ended.lost"],
];

/** The same of a platform, which the text names. */
const OF_PLATFORM = [
  [/cannot be reached/u, "ended.unreachable"],
  [/refuses further calls/u, "ended.refuses"],
  [/answers with errors/u, "ended.errors"],
  [/does not understand|no longer says/u, "ended.changed"],
] as const;

/** Why a session ended, in the words of the page; empty where the server gives no reason. */
export function endingText(reason: string): string {
  if (reason === "") {
    return "";
  }
  const ofPlatform = OF_PLATFORM.find(([pattern]) => pattern.test(reason))?.[1];
  return ofPlatform === undefined
    ? say(REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? "ended.other")
    : say(ofPlatform, { platform: reason.includes("YouTube") ? "YouTube" : "Twitch" });
}
