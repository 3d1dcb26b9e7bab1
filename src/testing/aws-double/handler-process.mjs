// Runs in a process of its own: loads a handler module and calls it, as Lambda's runtime does, on the parent's word.
import process from "node:process";
import { pathToFileURL } from "node:url";

const ENVIRONMENT = { ...process.env };

/** @type {unknown} */
let handler;

/** An error as data: its name, message and code. */
function describe(error) {
	return { ok: false, error: error instanceof Error ? { name: error.name, message: error.message, code: error.code ?? null } : { name: "none", message: String(error), code: null } };
}

async function load({ file, exported, env }) {
	for (const name of Object.keys(process.env)) {
		Reflect.deleteProperty(process.env, name);
	}
	Object.assign(process.env, ENVIRONMENT, env);
	const module = await import(pathToFileURL(file).href);
	// A CommonJS module's exports are its default export, whether or not Node finds their names.
	handler = module[exported] ?? module.default?.[exported];
	if (typeof handler !== "function") {
		throw new TypeError(`The module exports no function '${exported}'.`);
	}
	return { ok: true, value: { length: handler.length, kind: handler.constructor.name } };
}

async function invoke({ event, context }) {
	const value = await new Promise((resolve, reject) => {
		const returned = handler(event, context, (error, result) => (error === null || error === undefined ? resolve(result) : reject(error)));
		// A callback handler gives nothing; everything else is its result, a promise or not.
		if (returned !== undefined || handler.length < 3) {
			resolve(returned);
		}
	});
	return { ok: true, value };
}

process.on("message", ({ id, task, ...input }) => {
	// A handler that throws before it gives a promise is an error like any other.
	Promise.resolve(input)
		.then(task === "load" ? load : invoke)
		.catch(describe)
		.then((outcome) => process.send({ id, outcome }));
});
process.on("unhandledRejection", (error) => process.send({ id: null, unhandled: describe(error).error }));
process.send({ id: null, ready: true });
