// node openai.mjs BASE_URL KEY: moderations as OpenAI's own client asks for them.
import assert from "node:assert/strict";
import OpenAI from "openai";

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${baseURL}/v1`, apiKey, maxRetries: 0 });

const one = await client.moderations.create({ input: "chúc cả nhà một ngày vui vẻ" });
assert.equal(one.results.length, 1);
assert.equal(one.results[0].flagged, false);
assert.match(one.id, /^modr-/);
assert.match(one.model, /@/);

const many = await client.moderations.create({
  model: "omni-moderation-latest",
  input: ["xin chào mọi người", "thằng ngu này câm mồm đi", "you are a stupid idiot"],
});
assert.deepEqual(
  many.results.map((result) => result.flagged),
  [false, true, true],
);
const flagged = many.results[1];
assert.equal(flagged.categories.harassment, true);
assert.ok(flagged.category_scores.harassment > 0.5 && flagged.category_scores.harassment <= 1);
assert.deepEqual(flagged.category_applied_input_types.harassment, ["text"]);
assert.equal(flagged.categories.sexual, false);
assert.deepEqual(flagged.category_applied_input_types.sexual, []);

const parts = await client.moderations.create({ input: [{ type: "text", text: "xin chào" }] });
assert.equal(parts.results[0].flagged, false);

await assert.rejects(client.moderations.create({ input: "" }), (error) => {
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, "input");
  assert.equal(error.type, "invalid_request_error");
  return true;
});
const stranger = new OpenAI({ baseURL: `${baseURL}/v1`, apiKey: "sk-nobody", maxRetries: 0 });
await assert.rejects(
  stranger.moderations.create({ input: "a" }),
  (error) => error instanceof OpenAI.AuthenticationError,
);
console.log("openai: 5 answers as its client expects them");
