import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { expect, it } from "vitest";

/** The name of the project, and the name of a hash function, which are the same in every language. */
const NAMES: readonly string[] = ["Chat", "warden", "SHA-256"];

/** Attributes that readers see or hear. */
const SPOKEN = [
  "aria-label",
  "aria-valuetext",
  "title",
  "placeholder",
  "alt",
  "says",
  "text",
  "name",
  "action",
  "label",
];

const SOURCES = ["..", "../components"].map((folder) => join(import.meta.dirname, folder));

interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The texts that a JSX tree would show. `shown`: whether this node is a child of an element or a spoken attribute. */
function literals(node: Node, shown: boolean): string[] {
  switch (node.type) {
    case "JSXText":
      return words(String(node.value));
    case "Literal":
      return shown && typeof node.value === "string" ? words(node.value) : [];
    case "TemplateElement":
      return shown ? words((node.value as { cooked: string }).cooked) : [];
    case "JSXAttribute": {
      const name = (node.name as { name: unknown }).name;
      return within(node, SPOKEN.includes(String(name)), ["value"]);
    }
    case "JSXElement":
      return [...within(node, false, ["openingElement"]), ...within(node, true, ["children"])];
    case "ConditionalExpression":
      return [...within(node, false, ["test"]), ...within(node, shown, ["consequent", "alternate"])];
    case "LogicalExpression":
      return [...within(node, false, ["left"]), ...within(node, shown, ["right"])];
    case "JSXExpressionContainer":
    case "TemplateLiteral":
    case "JSXFragment":
      return within(node, shown || node.type === "JSXFragment", Object.keys(node));
    default:
      return within(node, false, Object.keys(node));
  }
}

function within(node: Node, shown: boolean, names: readonly string[]): string[] {
  return names.flatMap((name) => [node[name]].flat().flatMap((each) => (isNode(each) ? literals(each, shown) : [])));
}

function words(text: string): string[] {
  const trimmed = text.trim();
  return /\p{L}{2}/u.test(trimmed) && !NAMES.includes(trimmed) ? [trimmed] : [];
}

it("finds literal text", () => {
  const { program } = parseSync("x.tsx", 'f(<p title="One"><b class="no">Two</b>{a ? "Three" : `Four`}{c("no")}</p>)');
  expect(literals(program as unknown as Node, false)).toEqual(["One", "Two", "Three", "Four"]);
});

it("shows no text that is in no catalogue", () => {
  for (const folder of SOURCES) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".tsx"))) {
      const { program } = parseSync(file, readFileSync(join(folder, file), "utf8"));
      expect(literals(program as unknown as Node, false), file).toEqual([]);
    }
  }
});
