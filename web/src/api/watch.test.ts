import { create } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import {
  type WatchCommentsResponse,
  WatchCommentsResponseSchema,
} from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { type Connection, type Open, watch } from "./watch.ts";

const log = ["1-0", "2-0", "3-0", "4-0"];

function event(token: string): WatchCommentsResponse {
  return create(WatchCommentsResponseSchema, {
    resumeToken: token,
    event:
      token === log.at(-1)
        ? { case: "ended", value: { chat: "c" } }
        : { case: "deleted", value: { chat: "c", id: token } },
  });
}

/** A bridge that loses the connection after so many events, call by call. */
function bridge(lossesAfter: number[], asked: string[]): Open {
  return async function* (token) {
    asked.push(token);
    const left = lossesAfter.shift() ?? log.length;
    let sent = 0;
    for (const id of log.slice(log.indexOf(token) + 1)) {
      if (sent++ === left) {
        throw new ConnectError("gone", Code.Unavailable);
      }
      yield event(id);
    }
  };
}

interface Seen {
  tokens: string[];
  connections: Connection[];
  pauses: number[];
}

async function run(open: Open): Promise<Seen> {
  const tokens: string[] = [];
  const connections: Connection[] = [];
  const pauses: number[] = [];
  await watch(
    open,
    {
      event: (seen) => tokens.push(seen.resumeToken),
      connection: (connection) => connections.push(connection),
      gap: () => tokens.push("gap"),
    },
    new AbortController().signal,
    (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  );
  return { tokens, connections, pauses };
}

describe("watch", () => {
  it("goes on after the last event after a lost connection, without gap or repetition", async () => {
    const asked: string[] = [];
    const { tokens, connections } = await run(bridge([2, 1], asked));
    expect(tokens).toEqual(log);
    expect(asked).toEqual(["0-0", "2-0", "3-0"]);
    expect(connections.filter((connection) => connection.state === "lost")).toHaveLength(2);
    expect(connections.at(-1)).toMatchObject({ state: "over" });
  });

  it("waits longer each time while the bridge stays away, and not at once again after it came back", async () => {
    const { pauses } = await run(bridge([0, 0, 0, 1, 0], []));
    expect(pauses).toEqual([250, 500, 1000, 250, 500]);
  });

  it("stops when the bridge refuses for good", async () => {
    const { connections } = await run(async function* (token) {
      if (token !== "") {
        throw new ConnectError("no chat c", Code.NotFound);
      }
      yield event("1-0");
    });
    expect(connections.at(-1)).toMatchObject({ state: "refused", fault: { code: Code.NotFound } });
  });

  it("starts over and says so when what follows the last event is kept no longer", async () => {
    const asked: string[] = [];
    const { tokens, connections } = await run(async function* (token) {
      asked.push(token);
      if (asked.length === 1) {
        yield event("1-0");
        throw new ConnectError("gone", Code.Unavailable);
      } else if (asked.length === 2) {
        throw new ConnectError("expired", Code.OutOfRange);
      } else {
        yield event("3-0");
        yield event("4-0");
      }
    });
    expect(asked).toEqual(["0-0", "1-0", "0-0"]);
    expect(tokens).toEqual(["1-0", "gap", "3-0", "4-0"]);
    expect(connections.at(-1)).toEqual({ state: "over" });
  });

  it("goes on by the token when the bridge cuts a reader that is too slow", async () => {
    const asked: string[] = [];
    const { tokens } = await run(async function* (token) {
      asked.push(token);
      if (asked.length === 1) {
        yield event("1-0");
        throw new ConnectError("slow", Code.ResourceExhausted);
      }
      yield* [event("2-0"), event("4-0")];
    });
    expect(asked).toEqual(["0-0", "1-0"]);
    expect(tokens).toEqual(["1-0", "2-0", "4-0"]);
  });

  it("says live once a connection, as soon as the bridge answers", async () => {
    const { connections } = await run(async function* (_token, _signal, onOpen) {
      onOpen();
      yield event("4-0");
    });
    expect(connections.map((connection) => connection.state)).toEqual(["connecting", "live", "over"]);
  });

  it("goes on over an end that another session follows, until the bridge completes the call", async () => {
    const { tokens, connections } = await run(async function* () {
      yield* [event("4-0"), event("5-0"), event("6-0")];
    });
    expect(tokens).toEqual(["4-0", "5-0", "6-0"]);
    expect(connections.at(-1)).toEqual({ state: "over" });
  });

  it("is over when the bridge has nothing more to give", async () => {
    const { tokens, connections } = await run(async function* () {
      yield* [];
    });
    expect(tokens).toEqual([]);
    expect(connections.map((connection) => connection.state)).toEqual(["connecting", "over"]);
  });

  it("begins after the event that was seen last", async () => {
    const asked: string[] = [];
    await watch(
      bridge([], asked),
      { event: () => {}, connection: () => {}, gap: () => {} },
      new AbortController().signal,
      () => Promise.resolve(),
      "2-0",
    );
    expect(asked).toEqual(["2-0"]);
  });
});
