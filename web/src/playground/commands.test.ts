import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { commands, quoted } from "./commands.ts";

const TEXTS = ["plain", "it's", `"both' \\ kinds"`, "two\nlines\tand a tab", "$HOME `id` $(id) !!", "trận đấu 👋", "'"];

it("gives a shell back every text as it was", () => {
  for (const text of TEXTS) {
    const printed = execFileSync("sh", ["-c", `printf %s ${quoted(text)}`], { encoding: "utf8" });
    expect(printed).toBe(text);
  }
});

it("asks for exactly the text, in every command", () => {
  for (const text of TEXTS) {
    for (const { line } of commands("http://127.0.0.1:8080", { text, language: "vi" })) {
      const shell = `curl() { eval "last=\\\${$#}"; printf %s "$last"; }; grpcurl() { printf %s "$3"; }; ${line}`;
      const body = JSON.parse(execFileSync("sh", ["-c", shell], { encoding: "utf8" }));
      expect(body.comments).toEqual([{ text }]);
      expect(body.language).toBe("vi");
    }
  }
});

it("names the bridge that served the page", () => {
  const [rest, grpc] = commands("https://chat.example", { text: "a", language: "auto" });
  expect(rest?.line).toContain("curl https://chat.example/v1/comments:classify ");
  expect(grpc?.line).toMatch(/^grpcurl -d .* chat\.example:443 chatwarden\./);
  const [, plain] = commands("http://[::1]:8080", { text: "a", language: "auto" });
  expect(plain?.line).toContain("-plaintext");
  expect(plain?.line).toContain(" [::1]:8080 ");
});
