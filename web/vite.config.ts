import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const bridge = process.env.CHATWARDEN_BRIDGE ?? "http://localhost:8080";

/** Writes each asset a second time, compressed, for browsers that take it so. */
const compressed: Plugin = {
  name: "compressed",
  writeBundle({ dir = "" }) {
    const assets = join(dir, "assets");
    for (const file of readdirSync(assets).filter((name) => /\.(?:js|css)$/u.test(name))) {
      writeFileSync(join(assets, `${file}.gz`), gzipSync(readFileSync(join(assets, file)), { level: 9 }));
    }
  },
};

export default defineConfig({
  plugins: [compressed],
  build: {
    // The page's security policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: {
    proxy: Object.fromEntries(["/chatwarden.", "/v1"].map((path) => [path, { target: bridge }])),
  },
});
