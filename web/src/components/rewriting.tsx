import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { RewriteObstacle, RewriteVerdict, type Rewriting } from "../gen/chatwarden/type/v1/rewriting_pb.ts";
import type { PlainKey } from "../text/catalogue.ts";
import { faultText } from "../text/fault.ts";
import { percent } from "../text/format.ts";
import { say } from "../text/say.ts";
import { CopyButton } from "./copy-button.tsx";

const TIMEOUT_MS = 10_000;

/** Why a text has no polite form. */
const OBSTACLES: Partial<Record<RewriteObstacle, PlainKey>> = {
  [RewriteObstacle.NOTHING_LEFT]: "polite.nothingLeft",
  [RewriteObstacle.STILL_OFFENSIVE]: "polite.stillOffensive",
  [RewriteObstacle.NO_CANDIDATE]: "polite.noCandidate",
  [RewriteObstacle.TOO_LONG]: "polite.tooLong",
  [RewriteObstacle.UNKNOWN_LANGUAGE]: "polite.unknownLanguage",
};

/** A proposal, or why there is none. */
export function Proposal({ rewriting }: { rewriting: Rewriting }) {
  switch (rewriting.verdict) {
    case RewriteVerdict.REWRITTEN:
      return (
        <p class="proposal">
          <bdi class="text">{rewriting.rewrite}</bdi> <CopyButton text={rewriting.rewrite} says={say("polite.says")} />
        </p>
      );
    case RewriteVerdict.UNCHANGED:
      return <p class="hint">{say("polite.unchanged")}</p>;
    default:
      return (
        <p class="hint">
          {say("polite.none", { reason: say(OBSTACLES[rewriting.obstacle ?? 0] ?? "polite.notFound") })}
        </p>
      );
  }
}

/** Stage 3's answer to a text, with all candidates and their scores. */
export function Rewritten({ rewriting }: { rewriting: Rewriting }) {
  return (
    <section class="judgement rewriting" aria-labelledby="rewriting-title">
      <h3 id="rewriting-title">
        {say("play.stage3")} <span class="model">{rewriting.model}</span>
      </h3>
      <Proposal rewriting={rewriting} />
      {rewriting.candidates.length > 0 && (
        <table class="candidates">
          <caption class="visually-hidden">{say("polite.candidates")}</caption>
          <thead>
            <tr>
              <th scope="col">{say("polite.candidate")}</th>
              <th scope="col">{say("polite.similarity")}</th>
              <th scope="col">{say("polite.inoffensive")}</th>
              <th scope="col">{say("polite.fluency")}</th>
            </tr>
          </thead>
          <tbody>
            {rewriting.candidates.map(({ text, similarity, strength, fluency, method }) => (
              <tr key={text}>
                <td>
                  <bdi>{text}</bdi> <span class="hint">{method}</span>
                </td>
                <td>{percent(similarity, 1)}</td>
                <td>{percent(strength, 1)}</td>
                <td>{percent(fluency, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** Shows the polite form that is stored with a comment; without one, asks for it. */
export function Suggestion(props: { bridge: Bridge; text: string; stored: Rewriting | undefined }) {
  const { bridge, text, stored } = props;
  const [rewriting, setRewriting] = useState<Rewriting>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      setRewriting(stored);
      setProblem("");
      if (stored !== undefined) {
        return;
      }
      try {
        const options = { signal: abort.signal, timeoutMs: TIMEOUT_MS };
        const { rewrites } = await bridge.rewriter.rewriteText({ comments: [{ text }] }, options);
        setRewriting(rewrites[0]?.rewriting);
      } catch (fault) {
        if (!abort.signal.aborted) {
          setProblem(faultText(fault));
        }
      }
    };
    void ask();
    return () => abort.abort();
  }, [bridge, text, stored]);
  return (
    <div class="suggestion">
      <h3>{say("polite.title")}</h3>
      {rewriting !== undefined && <Proposal rewriting={rewriting} />}
      {problem !== "" && <p class="hint">{problem}</p>}
      {rewriting === undefined && problem === "" && <div class="hint">{say("polite.awaited")}</div>}
    </div>
  );
}
