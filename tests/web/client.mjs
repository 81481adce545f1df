/**
 * Validates a host's API description, makes a typed client of it, compiles a program against that and runs it: node client.mjs ADDRESS PROJECT
 */
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import SwaggerParser from "@apidevtools/swagger-parser";
import openapiTypes, { astToString } from "openapi-typescript";

const [address, project] = process.argv.slice(2);
const api = await (await fetch(new URL("openapi.json", address))).json();
await SwaggerParser.validate(structuredClone(api));
console.log(`valid OpenAPI ${api.openapi}`);
await writeFile("client/api.d.ts", astToString(await openapiTypes(api)));
for (const command of [["node_modules/typescript/bin/tsc", "-p", "client"], ["client/out/drive.js", address, project]]) {
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
