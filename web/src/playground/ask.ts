import type { Bridge } from "../api/client.ts";
import type { ClassifiedText } from "../gen/chatwarden/classifier/v1/classifier_service_pb.ts";
import type { Tagging } from "../gen/chatwarden/type/v1/comment_pb.ts";
import type { Rewriting } from "../gen/chatwarden/type/v1/rewriting_pb.ts";
import type { Question } from "./commands.ts";

/** What the models say of a text. */
export interface Answer {
  readonly text: string;
  readonly classified: ClassifiedText;
  readonly tagged: Tagging;
  /** Missing where the rewriter does not answer. */
  readonly rewritten: Rewriting | undefined;
}

const TIMEOUT_MS = 10_000;

/** Asks all models at once; fails with what the bridge says. */
export async function ask(bridge: Bridge, question: Question, signal: AbortSignal): Promise<Answer> {
  const { text, language } = question;
  const options = { signal, timeoutMs: TIMEOUT_MS };
  const [classifications, taggings, rewrites] = await Promise.all([
    bridge.classifier.classifyTexts({ comments: [{ text }], language, explain: true }, options),
    bridge.tagger.tagSpans({ comments: [{ text }], language }, options),
    bridge.rewriter.rewriteText({ comments: [{ text }], language }, options).catch(() => undefined),
  ]);
  const [classified] = classifications.classifications;
  const tagged = taggings.taggings[0]?.tagging;
  if (classified === undefined || tagged === undefined) {
    throw new Error("The bridge left the text out of its answer.");
  }
  return { text, classified, tagged, rewritten: rewrites?.rewrites[0]?.rewriting };
}
