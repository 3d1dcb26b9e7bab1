import { register } from "node:module";

// The same modules, which count what they do (`count-work.mjs`).
register("./typescript-hooks.mjs", import.meta.url, { data: { counts: true } });
