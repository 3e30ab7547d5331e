import { type Client, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { LiveChatService } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";

/** The bridge's live chats, by gRPC-Web on the page's own origin. */
export type LiveChats = Client<typeof LiveChatService>;

/** A client of the bridge that served the page. */
export function liveChats(): LiveChats {
  return createClient(LiveChatService, createGrpcWebTransport({ baseUrl: window.location.origin }));
}
