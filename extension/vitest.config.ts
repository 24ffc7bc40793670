import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { __DEFAULT_SERVER__: '"http://127.0.0.1:8470"', __TARGET__: '"chromium"' },
  test: { environment: "jsdom", include: ["test/*.test.ts"], setupFiles: ["test/setup.ts"] },
});
