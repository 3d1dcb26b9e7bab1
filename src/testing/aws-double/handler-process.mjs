// Runs in a process of its own: loads a handler module and calls it, as Lambda's runtime does, on the parent's word.
import process from "node:process";
import { setImmediate } from "node:timers";
import { pathToFileURL } from "node:url";

const ENVIRONMENT = { ...process.env };

/** @type {unknown} */
let handler;

/** What a program did, in its order: it calls `effect(…)`. */
const trace = [];
globalThis.effect = (what) => {
	trace.push(what);
};

/** An error as data: its name, message and code. */
function describe(error) {
	return {
		ok: false,
		error:
			error instanceof Error
				? { name: error.name, message: error.message, code: error.code ?? null }
				: { name: "none", message: String(error), code: null },
	};
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
		const returned = handler(event, context, (error, result) =>
			error === null || error === undefined ? resolve(result) : reject(error),
		);
		// A callback handler gives nothing; everything else is its result, a promise or not. A callback that is called
		// before that promise is settled comes first, however long it takes.
		if (returned !== undefined || handler.length < 3) {
			Promise.resolve(returned).then(resolve, reject);
		}
	});
	return { ok: true, value };
}

/**
 * Several invocations begun in one turn: what came of each, which was done first, and what all of them did in which
 * order.
 */
async function together({ events, context }) {
	const order = [];
	// Straight on the promise of the handler: what adopts it would come a turn later where it is settled already.
	const begin = (event) => {
		try {
			return handler.length < 3
				? Promise.resolve(handler(event, context)).then((value) => ({ ok: true, value }))
				: invoke({ event, context });
		} catch (error) {
			return Promise.reject(error);
		}
	};
	const begun = events.map(begin);
	const settle = (promise, index) =>
		promise.catch(describe).then((outcome) => {
			order.push(index);
			return outcome;
		});
	const results = await Promise.all(begun.map(settle));
	// What nobody waited for goes on for a while.
	for (let turn = 0; turn < 3; turn++) {
		await new Promise((resolve) => setImmediate(resolve));
	}
	return { ok: true, value: { results, order, trace: trace.splice(0) } };
}

process.on("message", ({ id, task, ...input }) => {
	// A handler that throws before it gives a promise is an error like any other.
	Promise.resolve(input)
		.then({ load, invoke, together }[task])
		.catch(describe)
		.then((outcome) => process.send({ id, outcome }));
});
process.on("unhandledRejection", (error) => process.send({ id: null, unhandled: describe(error).error }));
process.send({ id: null, ready: true });
