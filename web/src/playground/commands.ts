import type { PlainKey } from "../text/catalogue.ts";
/** The question about a text. */
export interface Question {
  readonly text: string;
  /** `auto`, `vi` or `en`. */
  readonly language: string;
}

/** One call, as people type it into a shell. */
export interface Command {
  readonly name: PlainKey;
  readonly line: string;
}

const CLASSIFY = { path: "/v1/comments:classify", method: "chatwarden.classifier.v1.ClassifierService/ClassifyTexts" };
const REWRITE = { path: "/v1/comments:rewrite", method: "chatwarden.rewriter.v1.RewriterService/RewriteText" };
const TAG = { path: "/v1/comments:tag", method: "chatwarden.tagger.v1.TaggerService/TagSpans" };

/** The calls that answer a question, for the bridge at `origin`. */
export function commands(origin: string, question: Question): Command[] {
  const { text, language } = question;
  const plain = JSON.stringify({ comments: [{ text }], language });
  const classify = JSON.stringify({ comments: [{ text }], language, explain: true });
  return [
    { name: "play.classifyRest", line: curl(origin, CLASSIFY.path, classify) },
    { name: "play.classifyGrpc", line: grpcurl(origin, CLASSIFY.method, classify) },
    { name: "play.tagRest", line: curl(origin, TAG.path, plain) },
    { name: "play.tagGrpc", line: grpcurl(origin, TAG.method, plain) },
    { name: "play.rewriteRest", line: curl(origin, REWRITE.path, plain) },
    { name: "play.rewriteGrpc", line: grpcurl(origin, REWRITE.method, plain) },
  ];
}

function curl(origin: string, path: string, json: string): string {
  return `curl ${origin}${path} -H 'content-type: application/json' -d ${quoted(json)}`;
}

function grpcurl(origin: string, method: string, json: string): string {
  const { host, port, protocol, hostname } = new URL(origin);
  const secure = protocol === "https:";
  const address = port === "" ? `${hostname}:${secure ? 443 : 80}` : host;
  return `grpcurl ${secure ? "" : "-plaintext "}-d ${quoted(json)} ${address} ${method}`;
}

/** One word of a POSIX shell, whatever it holds. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
