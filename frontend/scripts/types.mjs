// Writes src/api/schema.d.ts from the server's OpenAPI schema. With --check it only says whether the file is stale.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));
const file = fileURLToPath(new URL("../src/api/schema.d.ts", import.meta.url));
const python = process.env.PYTHON ?? `${root}.venv/bin/python`;

const schema = execFileSync(python, ["manage.py", "spectacular", "--format", "openapi-json"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 << 20,
  stdio: ["ignore", "pipe", "pipe"],
});
const text =
  "// Written by `npm run types` from /api/schema/. Do not edit.\n" +
  astToString(await openapiTS(JSON.parse(schema)));
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    console.error("src/api/schema.d.ts is stale: run `npm run types` in frontend/.");
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
}
