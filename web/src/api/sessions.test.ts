import { create } from "@bufbuild/protobuf";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { EmptySchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { LiveChatService } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { deleteChat, stopReading } from "./sessions.ts";

function bridge(stopped: string[]) {
  const pages: Record<string, { sessions: object[]; nextPageToken: string }> = {
    "": { sessions: [{ id: "s3", chat: "b", state: ChatState.LIVE }], nextPageToken: "next" },
    next: {
      sessions: [
        { id: "s2", chat: "a", state: ChatState.LIVE },
        { id: "s1", chat: "a", state: ChatState.ENDED },
      ],
      nextPageToken: "",
    },
  };
  return createClient(
    LiveChatService,
    createRouterTransport((router) =>
      router.service(LiveChatService, {
        listSessions: (request) => pages[request.pageToken] ?? {},
        stopSession: (request) => {
          stopped.push(request.id);
          return { id: request.id };
        },
      }),
    ),
  );
}

describe("stopReading", () => {
  it("stops the session that reads the chat, on whatever page it is listed", async () => {
    const stopped: string[] = [];
    expect(await stopReading(bridge(stopped), "a")).toBe(true);
    expect(stopped).toEqual(["s2"]);
  });

  it("stops nothing when no session reads the chat", async () => {
    const stopped: string[] = [];
    expect(await stopReading(bridge(stopped), "c")).toBe(false);
    expect(stopped).toEqual([]);
  });
});

function refusal(reason: string): ConnectError {
  const fault = new ConnectError("no", Code.FailedPrecondition);
  const value = new BinaryWriter().tag(1, 2).string(reason).finish();
  fault.details = [{ type: "google.rpc.ErrorInfo", value }];
  return fault;
}

/** A bridge that answers so to the calls in turn. */
function deleting(...answers: (ConnectError | undefined)[]) {
  const asked: string[] = [];
  return {
    asked,
    deleteChat: ({ chat = "", reviewer = "" }: { chat?: string; reviewer?: string }) => {
      asked.push(`${chat} by ${reviewer}`);
      const fault = answers.shift();
      return fault === undefined ? Promise.resolve(create(EmptySchema)) : Promise.reject(fault);
    },
  };
}

describe("deleteChat", () => {
  it("repeats the call until the chat is over", async () => {
    const slept: number[] = [];
    const bridge = deleting(refusal("CHAT_LIVE"), refusal("CHAT_LIVE"), undefined);
    await deleteChat(bridge, "a", "Ann", async (ms) => void slept.push(ms));
    expect(bridge.asked).toEqual(["a by Ann", "a by Ann", "a by Ann"]);
    expect(slept).toHaveLength(2);
  });

  it("fails at once for any other reason", async () => {
    const bridge = deleting(refusal("CHAT_NOT_FOUND"));
    await expect(deleteChat(bridge, "a", "Ann", () => Promise.resolve())).rejects.toThrow();
    expect(bridge.asked).toHaveLength(1);
  });
});
