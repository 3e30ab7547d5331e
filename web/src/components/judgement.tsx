import { pieces } from "../feed/spans.ts";
import type { ClassifiedText, Explanation } from "../gen/chatwarden/classifier/v1/classifier_service_pb.ts";
import { type Classification, Label, type Tagging } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { type Weighed, weigh } from "../playground/weights.ts";
import { Bar } from "./bar.tsx";
import { percent } from "./figures.ts";
import { LABELS } from "./labels.ts";

/** The classes in the order of how bad they are. */
const CLASSES = ["CLEAN", "OFFENSIVE", "HATE"] as const;

/** How many n-grams are listed. */
const LISTED = 8;

/** What stage 1 says of a text, and why. */
export function Classified({ text, answer }: { text: string; answer: ClassifiedText }) {
  const { classification, explanation } = answer;
  if (classification === undefined) {
    return null;
  }
  const label = LABELS[classification.label];
  return (
    <section class={`judgement ${label}`} aria-label="Classification">
      <h3>
        Stage 1 <span class={`chip label ${label}`}>{label}</span>{" "}
        <span class="model" title={classification.tier === "" ? undefined : `a tier of ${classification.model}`}>
          {classification.tier || classification.model}
        </span>
      </h3>
      {classification.label === Label.NOT_JUDGED ? (
        <p>In a language that no model knows: never flagged by a threshold, by block rules all the same.</p>
      ) : (
        <Probabilities classification={classification} />
      )}
      {explanation !== undefined && <Reasons text={text} explanation={explanation} />}
    </section>
  );
}

function Probabilities({ classification }: { classification: Classification }) {
  const kinds = Object.entries(classification.categories).sort(([, one], [, other]) => other - one);
  return (
    <>
      <dl class="classes">
        {CLASSES.map((name) => (
          <div key={name} class={name.toLowerCase()}>
            <dt>{name.toLowerCase()}</dt>
            <dd>
              <Bar share={classification.probabilities[name] ?? 0} says={`probability of ${name.toLowerCase()}`} />
              {(classification.probabilities[name] ?? 0).toFixed(3)}
            </dd>
          </div>
        ))}
      </dl>
      {kinds.length > 0 && (
        <p class="kinds">{kinds.map(([kind, share]) => `${kind.replace("_", " ")} ${share.toFixed(2)}`).join(" · ")}</p>
      )}
    </>
  );
}

function Reasons({ text, explanation }: { text: string; explanation: Explanation }) {
  const label = LABELS[explanation.label];
  const { decisiveWords, offensiveProbabilityWithout: without } = explanation;
  return (
    <>
      <p class="weighed">
        {weigh(text, explanation.ngrams).map((piece) => (
          <Piece key={piece.start} piece={piece} />
        ))}
      </p>
      {decisiveWords.length > 0 && (
        <p class="decisive">
          Without{" "}
          {decisiveWords.map((word, at) => (
            <strong key={word.start}>
              <bdi>{word.text}</bdi>
              {at < decisiveWords.length - 1 ? ", " : " "}
            </strong>
          ))}
          it would not be flagged: {without.toFixed(2)}.
        </p>
      )}
      <table class="ngrams">
        <caption>What weighed most, for {label} or against it</caption>
        <tbody>
          {explanation.ngrams.slice(0, LISTED).map((ngram) => (
            <tr key={`${ngram.start}-${ngram.end}`}>
              <th scope="row">
                <bdi>{ngram.text}</bdi>
              </th>
              <td class={ngram.contribution < 0 ? "against" : "for"}>
                {ngram.contribution < 0 ? "−" : "+"}
                {Math.abs(ngram.contribution).toFixed(2)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Piece({ piece }: { piece: Weighed }) {
  if (piece.level === 0) {
    return <>{piece.text}</>;
  }
  const side = piece.level < 0 ? "against" : "for";
  return <span class={`weight ${side} w${Math.abs(piece.level)}`}>{piece.text}</span>;
}

/** What stage 2 marks in a text. */
export function Tagged({ text, answer }: { text: string; answer: Tagging }) {
  return (
    <section class="judgement" aria-label="Spans">
      <h3>
        Stage 2 <Bar share={answer.coverage} says={`${percent(answer.coverage, 1)} of the text is marked`} />{" "}
        <span class="model">{answer.model}</span>
      </h3>
      <p class="comment-text">
        <bdi class="text">
          {pieces(text, answer.spans).map((piece) =>
            piece.marked ? <mark key={piece.start}>{piece.text}</mark> : piece.text,
          )}
        </bdi>
      </p>
      {answer.spans.length === 0 ? (
        <p class="hint">It marks nothing in this text.</p>
      ) : (
        <ul class="spans">
          {answer.spans.map((span) => (
            <li key={span.start}>
              <bdi>{span.text}</bdi> <span class="soft">{`[${span.start}, ${span.end})`}</span> {span.score.toFixed(2)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
