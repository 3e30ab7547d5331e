import { useEffect, useMemo, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import { type Answer, ask } from "../playground/ask.ts";
import { commands, type Question } from "../playground/commands.ts";
import { faultText } from "../text/fault.ts";
import { say } from "../text/say.ts";
import { CommandLine } from "./command-line.tsx";
import { Empty } from "./empty.tsx";
import { Classified, Tagged } from "./judgement.tsx";
import { Rewritten } from "./rewriting.tsx";

const LANGUAGES = ["auto", "vi", "en"] as const;

/** Whoever types is left in peace for so long before the models are asked. */
const PATIENCE_MS = 300;

/** The option of curl and grpcurl that carries a key. */
const HEADER = "-H 'authorization: Bearer …'";

type State =
  | { readonly state: "idle" }
  | { readonly state: "asking"; readonly before: Answer | undefined }
  | { readonly state: "answered"; readonly answer: Answer }
  | { readonly state: "refused"; readonly problem: string };

/** A text of one's own, judged as the comments of a chat are, with the reasons and the calls that ask for them. */
export function PlaygroundView({ bridge }: { bridge: Bridge }) {
  const [question, setQuestion] = useState<Question>({ text: "", language: "auto" });
  const state = useAnswer(bridge, question);
  const calls = useMemo(() => commands(window.location.origin, question), [question]);

  return (
    <section class="chat playground" aria-labelledby="playground-title">
      <div class="chat-head">
        <h2 id="playground-title">{say("view.playground")}</h2>
        <p class="figures">{say("play.notStored")}</p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div class="playground-body" tabIndex={0} role="region" aria-label={say("play.body")}>
        <form class="asking" onSubmit={(event) => event.preventDefault()}>
          <label for="playground-text">{say("play.text")}</label>
          <textarea
            id="playground-text"
            rows={3}
            maxLength={10_000}
            placeholder={say("play.textHint")}
            value={question.text}
            onInput={(event) => setQuestion({ ...question, text: event.currentTarget.value })}
          />
          <label class="language">
            {say("play.language")}{" "}
            <select
              value={question.language}
              onChange={(event) => setQuestion({ ...question, language: event.currentTarget.value })}
            >
              {LANGUAGES.map((value) => (
                <option key={value} value={value}>
                  {say(`language.${value}`)}
                </option>
              ))}
            </select>
          </label>
        </form>
        <div class="answer" aria-live="polite" aria-busy={state.state === "asking"}>
          <Shown state={state} />
        </div>
        {question.text.trim() !== "" && (
          <div class="commands">
            <h3>{say("play.shell")}</h3>
            {calls.map(({ name, line }) => (
              <CommandLine key={name} name={say(name)} line={line} />
            ))}
            <p class="hint">{say("play.key", { header: HEADER })}</p>
          </div>
        )}
      </div>
    </section>
  );
}

function Shown({ state }: { state: State }) {
  switch (state.state) {
    case "idle":
      return <Empty title={say("play.none")} text={say("play.noneHint")} />;
    case "asking":
      return state.before === undefined ? <Empty title={say("play.asking")} busy /> : <Judged answer={state.before} />;
    case "answered":
      return <Judged answer={state.answer} />;
    case "refused":
      return (
        <p class="notice" role="alert">
          {state.problem}
        </p>
      );
  }
}

function Judged({ answer }: { answer: Answer }) {
  return (
    <>
      <Classified text={answer.text} answer={answer.classified} />
      <Tagged text={answer.text} answer={answer.tagged} />
      {answer.rewritten !== undefined && <Rewritten rewriting={answer.rewritten} />}
    </>
  );
}

/** The answer to the last typed text, after a moment without typing. */
function useAnswer(bridge: Bridge, question: Question): State {
  const [state, setState] = useState<State>({ state: "idle" });
  useEffect(() => {
    if (question.text.trim() === "") {
      setState({ state: "idle" });
      return;
    }
    const abort = new AbortController();
    const answer = async () => {
      await pause(PATIENCE_MS, abort.signal);
      if (abort.signal.aborted) {
        return;
      }
      setState((last) => ({ state: "asking", before: last.state === "answered" ? last.answer : undefined }));
      try {
        setState({ state: "answered", answer: await ask(bridge, question, abort.signal) });
      } catch (fault) {
        if (!abort.signal.aborted) {
          setState({ state: "refused", problem: faultText(fault) });
        }
      }
    };
    void answer();
    return () => abort.abort();
  }, [bridge, question]);
  return state;
}
