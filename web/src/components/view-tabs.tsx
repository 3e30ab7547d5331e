import { addressOf, VIEWS, type View } from "../feed/address.ts";

const NAMES: Record<View, string> = {
  chats: "Live",
  charts: "Charts",
  review: "Review",
  settings: "Settings",
  audit: "Audit log",
};

/** The views of a chat. */
export function ViewTabs({ chat, view }: { chat: string; view: View }) {
  return (
    <nav class="views" aria-label="Views">
      {VIEWS.map((it) => (
        <a key={it} href={addressOf(chat, it)} aria-current={it === view ? "page" : undefined}>
          {NAMES[it]}
        </a>
      ))}
    </nav>
  );
}
