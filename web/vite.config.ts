import { defineConfig } from "vite";

const bridge = process.env.CHATWARDEN_BRIDGE ?? "http://localhost:8080";

export default defineConfig({
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
