// node grpc.mjs HOST:PORT KEY FOLDER: the services by Node's own gRPC, from the package of protos, installed to FOLDER.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import grpc from "@grpc/grpc-js";
import protoLoader from "@grpc/proto-loader";

const [target, key, folder] = process.argv.slice(2);
const install = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error"];
execFileSync("npm", [...install, `http://${target}/protos.tgz`], { stdio: "inherit" });
const { includeDir } = createRequire(`${folder}/`)("@chatwarden/protos");
const definition = protoLoader.loadSync(
  [
    "chatwarden/classifier/v1/classifier_service.proto",
    "chatwarden/livechat/v1/comment_push_service.proto",
    "chatwarden/livechat/v1/live_chat_service.proto",
  ],
  { includeDirs: [includeDir], longs: Number, enums: String, defaults: true },
);
const { chatwarden } = grpc.loadPackageDefinition(definition);
const plain = grpc.credentials.createInsecure();
const metadata = new grpc.Metadata();
metadata.set("authorization", `Bearer ${key}`);

function call(client, method, request, said = metadata) {
  return new Promise((resolve, reject) =>
    client[method](request, said, (error, answer) => (error ? reject(error) : resolve(answer))),
  );
}

const classifier = new chatwarden.classifier.v1.ClassifierService(target, plain);
const answer = await call(classifier, "ClassifyTexts", {
  comments: [{ id: "a", text: "xin chào" }],
});
assert.equal(answer.classifications[0].id, "a");
assert.equal(answer.classifications[0].classification.label, "CLEAN");
await assert.rejects(
  call(classifier, "ClassifyTexts", { comments: [{ text: "a" }] }, new grpc.Metadata()),
  (error) => error.code === grpc.status.UNAUTHENTICATED,
);
await assert.rejects(
  call(classifier, "ClassifyTexts", {}),
  (error) => error.code === grpc.status.INVALID_ARGUMENT && /comments/.test(error.details),
);

const stream = classifier.StreamingClassifyTexts(metadata);
const ids = [];
const over = new Promise((resolve, reject) => {
  stream.on("data", (response) => ids.push(response.request_id ?? response.requestId));
  stream.on("end", resolve);
  stream.on("error", reject);
});
for (let i = 0; i < 50; i++) {
  stream.write({ requestId: `${i}`, request: { comments: [{ text: `chào ${i}` }] } });
}
stream.end();
await over;
assert.deepEqual(
  ids,
  Array.from({ length: 50 }, (_, i) => `${i}`),
);

const decided = classifier.StreamClassifications(
  { comments: Array.from({ length: 200 }, (_, i) => ({ id: `${i}`, text: `chào ${i}` })) },
  metadata,
);
const places = new Set();
for await (const { index, classification } of decided) {
  assert.equal(classification.id, `${index}`);
  places.add(index);
}
assert.equal(places.size, 200);

const chats = new chatwarden.livechat.v1.LiveChatService(target, plain);
const pushes = new chatwarden.livechat.v1.CommentPushService(target, plain);
const session = await call(chats, "StartSession", { session: { source: "push:node" } });
const comments = [
  { id: "n1", text: "xin chào cả nhà" },
  { id: "n2", text: "thằng ngu này câm mồm đi" },
];
for (let tries = 0; ; tries++) {
  try {
    assert.equal((await call(pushes, "PushComments", { chat: "node", comments })).acceptedCount, 2);
    break;
  } catch (error) {
    if (error.code !== grpc.status.FAILED_PRECONDITION || tries === 100) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
await call(chats, "StopSession", { id: session.id });

const events = [];
await new Promise((resolve, reject) => {
  const watching = chats.WatchComments({ chat: "node", resumeToken: "0-0" }, metadata);
  watching.on("data", (event) => events.push(event));
  watching.on("end", resolve);
  watching.on("error", reject);
});
assert.deepEqual(
  events.filter((event) => event.classified).map((event) => event.classified.comment.id),
  ["n1", "n2"],
);
assert.ok(events.at(-1).ended);

// The same events with the same ids, by the two other doors.
const response = await fetch(`http://${target}/v1/chats/node/comments:watch`, {
  headers: { "Last-Event-ID": "0-0", Authorization: `Bearer ${key}` },
});
const lines = (await response.text()).split("\n").filter((line) => line.startsWith("id: "));
assert.deepEqual(
  lines.map((line) => line.slice(4)),
  events.map((event) => event.resumeToken),
);
console.log(`grpc: ${events.length} events by two doors`);
process.exit(0);
