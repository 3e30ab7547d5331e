import { createClient, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { LiveChatService } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { stopReading } from "./sessions.ts";

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
