import { keepCompiled } from "./compiled-code.ts";

// The program of a thread: the main thread keeps what is compiled.
keepCompiled(false);
void import("./take-in-thread.ts").then(({ takeInThread }) => takeInThread());
