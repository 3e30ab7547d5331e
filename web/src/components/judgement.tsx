import { pieces } from "../feed/spans.ts";
import type { ClassifiedText, Explanation } from "../gen/chatwarden/classifier/v1/classifier_service_pb.ts";
import { type Classification, Label, type Tagging } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { type Weighed, weigh } from "../playground/weights.ts";
import { decimal, percent } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { Bar } from "./bar.tsx";
import { LABEL_STYLES, labelText } from "./labels.ts";

/** The classes in the order of how bad they are. */
const CLASSES = [Label.CLEAN, Label.OFFENSIVE, Label.HATE] as const;

const KINDS = ["insult", "threat", "identity_attack", "profanity", "sexual"] as const;

/** How many n-grams are listed. */
const LISTED = 8;

/** What stage 1 says of a text, and why. */
export function Classified({ text, answer }: { text: string; answer: ClassifiedText }) {
  const { classification, explanation } = answer;
  if (classification === undefined) {
    return null;
  }
  const style = LABEL_STYLES[classification.label];
  return (
    <section class={`judgement ${style}`} aria-label={say("play.classification")}>
      <h3>
        {say("play.stage1")} <span class={`chip label ${style}`}>{labelText(classification.label)}</span>{" "}
        <span
          class="model"
          title={classification.tier === "" ? undefined : say("play.tierOf", { model: classification.model })}
        >
          {classification.tier || classification.model}
        </span>
      </h3>
      {classification.label === Label.NOT_JUDGED ? (
        <p>{say("play.unknownLanguage")}</p>
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
        {CLASSES.map((label) => {
          const probability = classification.probabilities[Label[label]] ?? 0;
          return (
            <div key={label} class={LABEL_STYLES[label]}>
              <dt>{labelText(label)}</dt>
              <dd>
                <Bar share={probability} says={say("play.probabilityOf", { label: labelText(label) })} />
                {decimal(probability, 3)}
              </dd>
            </div>
          );
        })}
      </dl>
      {kinds.length > 0 && (
        <p class="kinds">{kinds.map(([kind, share]) => `${kindText(kind)} ${decimal(share)}`).join(" · ")}</p>
      )}
    </>
  );
}

/** What a kind of abuse is called on the page. */
export function kindText(name: string): string {
  return say(`kind.${KINDS.find((kind) => kind === name) ?? "other"}`);
}

function Reasons({ text, explanation }: { text: string; explanation: Explanation }) {
  const label = labelText(explanation.label);
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
          {sayWith("play.without", {
            words: decisiveWords.map((word, at) => (
              <strong key={word.start}>
                {at > 0 && ", "}
                <bdi>{word.text}</bdi>
              </strong>
            )),
            probability: decimal(without),
          })}
        </p>
      )}
      <table class="ngrams">
        <caption>{say("play.weighed", { label })}</caption>
        <tbody>
          {explanation.ngrams.slice(0, LISTED).map((ngram) => (
            <tr key={`${ngram.start}-${ngram.end}`}>
              <th scope="row">
                <bdi>{ngram.text}</bdi>
              </th>
              <td class={ngram.contribution < 0 ? "against" : "for"}>
                {ngram.contribution < 0 ? "−" : "+"}
                {decimal(Math.abs(ngram.contribution))}
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
    <section class="judgement" aria-label={say("play.spans")}>
      <h3>
        {say("play.stage2")}{" "}
        <Bar share={answer.coverage} says={say("comment.marked", { share: percent(answer.coverage, 1) })} />{" "}
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
        <p class="hint">{say("play.marksNothing")}</p>
      ) : (
        <ul class="spans">
          {answer.spans.map((span) => (
            <li key={span.start}>
              <bdi>{span.text}</bdi> <span class="soft">{`[${span.start}, ${span.end})`}</span> {decimal(span.score)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
