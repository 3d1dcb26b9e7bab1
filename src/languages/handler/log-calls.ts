import type { TSESTree } from "@typescript-eslint/utils";
import { Solver, type Ask } from "../../text/solver.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import { resolveImport } from "../program/resolve-import.ts";
import type { SourceModule } from "../program/source-module.ts";
import { followNames, variableOf } from "../program/variable-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { ancestorsOf } from "../program/around.ts";
import { pathTo } from "../program/path-to.ts";

/** A call that writes where people read: a log, a trace. */
export interface LogCall {
	readonly kind: "log" | "trace";
	readonly node: TSESTree.CallExpression | TSESTree.NewExpression;
	readonly arguments: readonly TSESTree.Node[];
	/**
	 * True where the logger is made with a redaction of its own, which knows the keys of objects but not what is inside
	 * a text.
	 */
	readonly redactsKeys: boolean;
}

const CONSOLE = new Set("log info warn error debug trace dir dirxml table group groupCollapsed".split(" "));
const LEVELS = new Set(
	"log info warn warning error debug trace fatal critical silly verbose notice http emerg alert crit write appendKeys addPersistentLogAttributes appendPersistentKeys setPersistentLogAttributes addContext child setBindings withFields addFields success".split(
		" ",
	),
);
const TRACES = new Set([
	"putAnnotation",
	"putMetadata",
	"addAnnotation",
	"addMetadata",
	"setAttribute",
	"setAttributes",
	"setTag",
]);

const LOGGER_NAME = /^_?(?:\w{0,40}logger|log|winston|pino|bunyan|signale|consola)$/iu;
const TRACER_NAME = /^_?(?:\w{0,40}tracer|(?:sub)?segment|span|activeSpan|currentSpan)$/iu;

/** Packages whose default or only function makes a logger or is one. */
const LOGGERS =
	/^(?:pino|winston|bunyan|log4js|loglevel|signale|consola|tslog|lambda-log|roarr|debug|npmlog|electron-log|@aws-lambda-powertools\/logger|@dazn\/lambda-powertools-logger|@middy\/input-output-logger|pino-lambda)$/u;

/**
 * Every call of a module that logs or traces: `console`, loggers by their name or by what they are made with, standard
 * output.
 */
export function* findLogCalls(module: SourceModule): Iterable<LogCall> {
	for (const node of nodesOf(module, "CallExpression")) {
		const kind = kindOf(node.callee, module);
		if (kind !== null) {
			yield { kind, node, arguments: node.arguments, redactsKeys: redacts(unwrap(node.callee), module) };
		}
		const handed = handedOver(node, module);
		if (handed !== null) {
			yield { ...handed, node };
		}
	}
	for (const node of [...nodesOf(module, "NewExpression"), ...nodesOf(module, "CallExpression")]) {
		const given = alwaysLogged(node, module);
		if (given.length > 0) {
			yield { kind: "log", node, arguments: given, redactsKeys: redacts(node, module) };
		}
	}
}

/** Options of loggers whose values stand in every entry. */
const ALWAYS = new Set(["persistentKeys", "persistentLogAttributes", "base", "defaultMeta", "bindings"]);

/** `new Logger({ persistentKeys: { … } })`, `pino({ base: { … } })`: what every entry will hold. */
function alwaysLogged(
	node: TSESTree.NewExpression | TSESTree.CallExpression,
	module: SourceModule,
): readonly TSESTree.Node[] {
	const [first] = node.arguments;
	const imported = first?.type === "ObjectExpression" ? resolveImport(node.callee, module) : null;
	return first?.type === "ObjectExpression" && imported !== null && LOGGERS.test(imported.module)
		? first.properties.flatMap((property) =>
				property.type === "Property" && ALWAYS.has(nameOfKey(property.key, property.computed) ?? "")
					? [property.value]
					: [],
			)
		: [];
}

/** Methods that call a function with what they are called on, or with each item of it. */
const HANDING = new Set(["forEach", "map", "flatMap", "then"]);

/** `Object.entries(process.env).forEach(console.log)`: what is logged is the list itself. */
function handedOver(
	{ callee: given, arguments: [first] }: TSESTree.CallExpression,
	module: SourceModule,
): Pick<LogCall, "kind" | "arguments" | "redactsKeys"> | null {
	const callee = unwrap(given);
	if (
		callee.type !== "MemberExpression" ||
		first === undefined ||
		!HANDING.has(nameOfKey(callee.property, callee.computed) ?? "")
	) {
		return null;
	}
	const kind = kindOf(first, module);
	return kind === null ? null : { kind, arguments: [callee.object], redactsKeys: redacts(unwrap(first), module) };
}

function kindOf(given: TSESTree.Node, module: SourceModule): LogCall["kind"] | null {
	const callee = unwrap(given);
	if (callee.type === "Identifier") {
		return isDebug(callee, module) ? "log" : kindOfName(callee, module);
	}
	const method = callee.type === "MemberExpression" ? nameOfKey(callee.property, callee.computed) : null;
	if (callee.type !== "MemberExpression" || method === null) {
		return null;
	}
	const object = unwrap(callee.object);
	if (isConsole(object, module)) {
		return CONSOLE.has(method) ? "log" : null;
	}
	if (TRACES.has(method)) {
		return TRACER_NAME.test(lastName(object)) ? "trace" : null;
	}
	return LEVELS.has(method) && takesLogs(object, method, module) ? "log" : null;
}

function isConsole(node: TSESTree.Node, module: SourceModule): boolean {
	return node.type === "Identifier" && node.name === "console" && variableOf(node, module) === null;
}

/** `const log = console.log`, `const { log } = console`. */
function kindOfName(callee: TSESTree.Identifier, module: SourceModule): LogCall["kind"] | null {
	const named = followNames(callee, module);
	if (named.type === "MemberExpression") {
		return kindOf(named, module);
	}
	const definition = variableOf(callee, module)?.defs[0];
	const node = definition?.node as TSESTree.Node | undefined;
	if (definition === undefined || node?.type !== "VariableDeclarator" || node.init === null) {
		return null;
	}
	const names = pathTo(node.id, definition.name as TSESTree.Node)?.names ?? [];
	return names.length === 1 && isConsole(node.init, module) && CONSOLE.has(names[0] ?? "") ? "log" : null;
}

/** `const log = debug("app")` */
function isDebug(callee: TSESTree.Identifier, module: SourceModule): boolean {
	const made = followNames(callee, module);
	return made.type === "CallExpression" && resolveImport(made.callee, module)?.module === "debug";
}

/** `process.stdout.write`, and any method of what is a logger by its name or by what it is made with. */
function takesLogs(object: TSESTree.Node, method: string, module: SourceModule): boolean {
	if (method !== "write") {
		return LOGGER_NAME.test(lastName(object)) || isMadeLogger(object, module);
	}
	return (
		object.type === "MemberExpression" &&
		object.object.type === "Identifier" &&
		object.object.name === "process" &&
		["stdout", "stderr"].includes(lastName(object))
	);
}

/** The name that a logger goes by: `logger`, `this.logger`, `req.log`, `getLogger()`. */
function lastName(node: TSESTree.Node): string {
	switch (node.type) {
		case "Identifier":
			return node.name;
		case "MemberExpression":
			return nameOfKey(node.property, node.computed) ?? "";
		case "CallExpression": {
			const name = lastName(unwrap(node.callee));
			return name === "child" && node.callee.type === "MemberExpression"
				? lastName(unwrap(node.callee.object))
				: name.replace(/^(?:get|create|use)/u, "");
		}
		default:
			return "";
	}
}

/** `const l = pino()`, `new Logger()` of Powertools, `winston.createLogger({ … })`. */
function isMadeLogger(object: TSESTree.Node, module: SourceModule): boolean {
	const made = followNames(object, module);
	const imported =
		made.type === "CallExpression" || made.type === "NewExpression"
			? resolveImport(made.callee, module)
			: resolveImport(made, module);
	return imported !== null && LOGGERS.test(imported.module);
}

const REDACTION = /redact|mask|sanit|scrub|censor|sensitive|secret|obfuscat/iu;

const redacting = perModule(
	(module) =>
		new Solver<TSESTree.Node, boolean>(false, fuelOf(module, "how loggers are made"), (node, ask) =>
			readRedacts(node, module, ask),
		),
);

/** True where what the logger is made with speaks of redaction, of serializers or of a formatter of the author's. */
function redacts(callee: TSESTree.Node, module: SourceModule): boolean {
	return redacting(module).solve(callee.type === "MemberExpression" ? followNames(callee.object, module) : callee);
}

function readRedacts(made: TSESTree.Node, module: SourceModule, ask: Ask<TSESTree.Node, boolean>): boolean {
	if (made.type !== "CallExpression" && made.type !== "NewExpression") {
		return false;
	}
	const parent =
		made.callee.type === "MemberExpression" && nameOfKey(made.callee.property, made.callee.computed) === "child"
			? ask(followNames(made.callee.object, module))
			: false;
	return parent || made.arguments.some((argument) => isRedactingOptions(followNames(argument, module), module));
}

const REDACTING = new WeakMap<TSESTree.Node, boolean>();

function isRedactingOptions(options: TSESTree.Node, { text }: SourceModule): boolean {
	let found = REDACTING.get(options);
	if (found === undefined) {
		found =
			options.type === "ObjectExpression" &&
			options.properties.some(
				(property) =>
					property.type === "SpreadElement" ||
					["redact", "serializers", "logFormatter", "jsonReplacerFn", "hooks", "formatters"].includes(
						nameOfKey(property.key, property.computed) ?? "",
					) ||
					REDACTION.test(text.slice(...property.range)),
			);
		REDACTING.set(options, found);
	}
	return found;
}

/** True for what stands under a key of an object that a call is given, and is no part of a text. */
export function isUnderKey(node: TSESTree.Node, call: TSESTree.Node): boolean {
	for (const at of ancestorsOf(node)) {
		if (
			at === call ||
			at.type === "TemplateLiteral" ||
			at.type === "BinaryExpression" ||
			at.type === "CallExpression"
		) {
			return false;
		}
		if (at.type === "Property") {
			return true;
		}
	}
	return false;
}
