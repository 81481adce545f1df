// Drives a job from its start to its package, by nothing but what the API's description says.
import { readFile } from "node:fs/promises";
import createClient from "openapi-fetch";
import type { paths } from "./api.js";

const [address, projectFile] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: address.replace(/\/$/, "") });
const project = JSON.parse(await readFile(projectFile, "utf8"));

const { data: check } = await client.POST("/api/check", { body: project, params: { query: { route: true } } });
if (!check?.canRoute) throw new Error("The board cannot be routed.");
const { data: started, error } = await client.POST("/api/jobs", { body: project });
if (!started) throw new Error(error?.error?.message ?? "no answer");
for (;;) {
  const { data: job } = await client.GET("/api/jobs/{id}", { params: { path: { id: started.id } } });
  if (!job) throw new Error("The job is lost.");
  if (job.status === "running") {
    await new Promise((resolve) => setTimeout(resolve, 200));
    continue;
  }
  const { data: list } = await client.GET("/api/jobs/{id}/artifacts", { params: { path: { id: started.id } } });
  console.log(`${job.status}, ${list?.artifacts.length ?? 0} files; quick: ${check.routed?.connected ?? 0} of ${check.routed?.total ?? 0} sockets`);
  break;
}
