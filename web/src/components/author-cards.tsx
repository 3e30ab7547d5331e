import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import { AuthorCardDialog } from "./author-card.tsx";
import { CommentContext } from "./comment-context.ts";
import { useMay } from "./role.ts";

/** Has the names of authors open their cards, for moderators, and the times of comments lead to them. */
export function AuthorCards(props: { chat: string; bridge: Bridge; reachable: boolean; children: ComponentChildren }) {
  const { chat, bridge, reachable, children } = props;
  const [author, setAuthor] = useState("");
  const opens = useMay(Role.MODERATOR);
  const place = useMemo(
    () => ({ chat, reachable, openAuthor: opens ? setAuthor : undefined }),
    [chat, reachable, opens],
  );
  return (
    <CommentContext.Provider value={place}>
      {children}
      {author !== "" && (
        <AuthorCardDialog key={author} chat={chat} author={author} bridge={bridge} close={() => setAuthor("")} />
      )}
    </CommentContext.Provider>
  );
}
