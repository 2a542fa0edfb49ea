import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env.MORETTA_SERVER ?? "http://127.0.0.1:8000";

/** The page is served by Django from the manifest; the development server passes everything else on to it. */
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/app/" : "/",
  plugins: [react()],
  build: {
    outDir: "../platform/moretta/static/app",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    chunkSizeWarningLimit: 900,
    rollupOptions: { input: "src/main.tsx" },
  },
  server: {
    proxy: Object.fromEntries(
      ["/api", "/admin", "/static"].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"], restoreMocks: true },
}));
