// node perspective.mjs BASE_URL KEY: comments analyzed by a published client of Perspective. The
// client has Perspective's address built in, so the address, and nothing else, is changed below it.
import assert from "node:assert/strict";
import axios from "axios";
import Perspective from "perspective-api-client";

const [base, apiKey] = process.argv.slice(2);
axios.interceptors.request.use((request) => {
  request.url = request.url.replace("https://commentanalyzer.googleapis.com", base);
  return request;
});
const client = new Perspective({ apiKey });

const rude = await client.analyze("thằng ngu này câm mồm đi");
const toxicity = rude.attributeScores.TOXICITY;
assert.ok(toxicity.summaryScore.value > 0.5 && toxicity.summaryScore.value <= 1);
assert.equal(toxicity.summaryScore.type, "PROBABILITY");
assert.deepEqual(rude.languages, ["vi"]);

const text = "🙂 hôm nay thằng ngu này lại vào";
const marked = await client.analyze(
  { comment: { text }, spanAnnotations: true, languages: ["vi"], clientToken: "t-7" },
  { attributes: ["toxicity", "severe_toxicity", "identity_attack"] },
);
assert.equal(marked.clientToken, "t-7");
const spans = marked.attributeScores.TOXICITY.spanScores;
assert.ok(spans.length > 0);
assert.ok(
  spans.some((span) => text.slice(span.begin, span.end).includes("ngu")),
  JSON.stringify(spans),
);
assert.ok(
  marked.attributeScores.SEVERE_TOXICITY.summaryScore.value <=
    marked.attributeScores.TOXICITY.summaryScore.value,
);

const kind = await client.analyze("hello my friend");
assert.ok(kind.attributeScores.TOXICITY.summaryScore.value < 0.5);
assert.deepEqual(kind.detectedLanguages, ["en"]);

const mixed = await client.analyze("chào cả nhà", { attributes: ["toxicity", "threat"] });
assert.deepEqual(Object.keys(mixed.attributeScores), ["TOXICITY"]);

await assert.rejects(client.analyze("a", { attributes: ["funniness"] }), (error) => {
  assert.ok(error instanceof Perspective.ResponseError);
  assert.match(error.message, /Unknown requested attribute: FUNNINESS/);
  assert.equal(error.response.status, 400);
  return true;
});
await assert.rejects(client.analyze("Доброе утро всем"), (error) => {
  assert.match(error.message, /Attribute TOXICITY does not support/);
  return true;
});
await assert.rejects(
  new Perspective({ apiKey: "nobody" }).analyze("a"),
  (error) => error.response.status === 401,
);

const suggested = await axios.post(
  `${base}/v1alpha1/comments:suggestscore`,
  {
    comment: { text: "không có gì đâu" },
    attributeScores: { TOXICITY: { summaryScore: { value: 0 } } },
    clientToken: "t-8",
  },
  { params: { key: apiKey } },
);
assert.equal(suggested.data.clientToken, "t-8");
console.log("perspective: 8 answers as its client expects them");
