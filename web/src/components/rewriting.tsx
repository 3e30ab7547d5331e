import { ConnectError } from "@connectrpc/connect";
import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { RewriteObstacle, RewriteVerdict, type Rewriting } from "../gen/chatwarden/type/v1/rewriting_pb.ts";
import { CopyButton } from "./copy-button.tsx";
import { percent } from "./figures.ts";

const TIMEOUT_MS = 10_000;

/** Why a text has no polite form. */
const OBSTACLES: Record<RewriteObstacle, string> = {
  [RewriteObstacle.REWRITE_OBSTACLE_UNSPECIFIED]: "",
  [RewriteObstacle.NOTHING_LEFT]: "nothing of content remains without the offence",
  [RewriteObstacle.STILL_OFFENSIVE]: "every form that was found is more offensive",
  [RewriteObstacle.NO_CANDIDATE]: "no form keeps its names, numbers, links and negations",
  [RewriteObstacle.TOO_LONG]: "it is offensive beyond the part that the model reads",
  [RewriteObstacle.UNKNOWN_LANGUAGE]: "it is in a language that no model knows",
};

/** A proposal, or why there is none. */
export function Proposal({ rewriting }: { rewriting: Rewriting }) {
  switch (rewriting.verdict) {
    case RewriteVerdict.REWRITTEN:
      return (
        <p class="proposal">
          <bdi class="text">{rewriting.rewrite}</bdi> <CopyButton text={rewriting.rewrite} says="the polite form" />
        </p>
      );
    case RewriteVerdict.UNCHANGED:
      return <p class="hint">Nothing in it is offensive.</p>;
    default:
      return <p class="hint">No polite form: {OBSTACLES[rewriting.obstacle ?? 0] ?? "the model found none"}.</p>;
  }
}

/** Stage 3's answer to a text, with all candidates and their scores. */
export function Rewritten({ rewriting }: { rewriting: Rewriting }) {
  return (
    <section class="judgement rewriting" aria-labelledby="rewriting-title">
      <h3 id="rewriting-title">
        Stage 3 <span class="model">{rewriting.model}</span>
      </h3>
      <Proposal rewriting={rewriting} />
      {rewriting.candidates.length > 1 && (
        <table class="candidates">
          <caption class="visually-hidden">All candidates, the best first</caption>
          <thead>
            <tr>
              <th scope="col">Candidate</th>
              <th scope="col">Similarity</th>
              <th scope="col">Inoffensive</th>
              <th scope="col">Fluency</th>
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
          setProblem(ConnectError.from(fault).rawMessage);
        }
      }
    };
    void ask();
    return () => abort.abort();
  }, [bridge, text, stored]);
  return (
    <div class="suggestion">
      <h3>Polite form</h3>
      {rewriting !== undefined && <Proposal rewriting={rewriting} />}
      {problem !== "" && <p class="hint">{problem}</p>}
    </div>
  );
}
