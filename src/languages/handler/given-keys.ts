import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { Solver, type Ask } from "../../text/solver.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { propertyOf as findProperty } from "../program/object-properties.ts";
import { perModule } from "../program/per-module.ts";
import { resolveImport, type Imported } from "../program/resolve-import.ts";
import type { SourceModule } from "../program/source-module.ts";
import { variableOf } from "../program/variable-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";

/** Keys that an AWS client, or what stands in its place, is given. */
export interface GivenKeys {
	/** What takes them, as the author calls it: `S3Client`, `AWS.config`, `AWS.Credentials`. */
	readonly client: string;
	/** The property that holds them; null where they are arguments. */
	readonly property: TSESTree.Property | null;
	/** What the author would remove: `credentials`, `accessKeyId`, or what takes the keys as arguments. */
	readonly propertyName: string;
	/** What a finding marks. */
	readonly node: TSESTree.Node;
	readonly keyId: TSESTree.Node | null;
	readonly secret: TSESTree.Node;
	readonly token: TSESTree.Node | null;
	/** Where the client is asked to go; null where nothing is said, so that it goes to AWS. */
	readonly endpoint: TSESTree.Node | null;
	/** True where a spread may bring a token, or an endpoint, that is not among these. */
	readonly isTokenOpen: boolean;
	readonly isEndpointOpen: boolean;
}

const AWS = /^(?:aws-sdk(?:\/.*)?|@aws-sdk\/.+|@smithy\/.+|@aws-crypto\/.+|aws4|aws-sdk-client-mock)$/u;

/** Every pair of keys that a module hands to an AWS client itself: as `credentials`, as options of v2, one by one. */
export function* findGivenKeys(module: SourceModule): Iterable<GivenKeys> {
	for (const object of nodesOf(module, "ObjectExpression")) {
		const given = optionKeys(object, module);
		if (given !== null) {
			yield given;
		}
	}
	for (const node of nodesOf(module, "NewExpression")) {
		const given = argumentKeys(node, module);
		if (given !== null) {
			yield given;
		}
	}
	yield* assignedKeys(module);
}

/** `new S3Client({ credentials: { accessKeyId: …, secretAccessKey: … } })` */
function optionKeys(object: TSESTree.ObjectExpression, module: SourceModule): GivenKeys | null {
	const keys = keysIn(object);
	const taker = keys === null ? null : takerOf(object, module);
	if (keys === null || taker === null) {
		return null;
	}
	const property = object.parent.type === "Property" ? object.parent : null;
	const endpoint = propertyOf(taker.options, "endpoint") ?? propertyOf(object, "endpoint");
	return {
		...keys,
		client: taker.client,
		property,
		propertyName:
			property === null ? "accessKeyId" : property.key.type === "Identifier" ? property.key.name : "credentials",
		node: property?.key ?? keys.node,
		endpoint,
		isTokenOpen: keys.token === null && hasSpread(object),
		isEndpointOpen: endpoint === null && [taker.options, object].some(hasSpread),
	};
}

/** `new AWS.Credentials(keyId, secret)` */
function argumentKeys(node: TSESTree.NewExpression, module: SourceModule): GivenKeys | null {
	const [keyId, secret, token] = node.arguments;
	if (keyId === undefined || secret === undefined || keyId.type === "ObjectExpression") {
		return null;
	}
	const imported = resolveImport(node.callee, module);
	if (imported === null || !/^aws-sdk/u.test(imported.module) || imported.path.at(-1) !== "Credentials") {
		return null;
	}
	return {
		client: "AWS.Credentials",
		property: null,
		propertyName: "AWS.Credentials",
		node: node.callee,
		keyId,
		secret,
		token: token ?? null,
		endpoint: null,
		isTokenOpen: node.arguments.some(({ type }) => type === "SpreadElement"),
		isEndpointOpen: false,
	};
}

/** `AWS.config.secretAccessKey = …`. */
function* assignedKeys(module: SourceModule): Iterable<GivenKeys> {
	const writes = nodesOf(module, "AssignmentExpression").flatMap(({ left, right }) => {
		const imported = left.type === "MemberExpression" ? resolveImport(left, module) : null;
		return imported !== null &&
			/^aws-sdk/u.test(imported.module) &&
			imported.path[0] === "config" &&
			imported.path.length === 2
			? [{ left, right, name: imported.path[1] ?? "" }]
			: [];
	});
	const at = (name: string) => writes.find((write) => write.name === name);
	const secret = at("secretAccessKey");
	if (secret !== undefined) {
		yield {
			client: "AWS.config",
			property: null,
			propertyName: "accessKeyId",
			node: secret.left,
			keyId: at("accessKeyId")?.right ?? null,
			secret: secret.right,
			token: at("sessionToken")?.right ?? null,
			endpoint: at("endpoint")?.right ?? null,
			isTokenOpen: false,
			isEndpointOpen: false,
		};
	}
}

function keysIn(object: TSESTree.ObjectExpression): Pick<GivenKeys, "keyId" | "secret" | "token" | "node"> | null {
	const keyId = propertyOf(object, "accessKeyId");
	const secret = propertyOf(object, "secretAccessKey");
	return keyId === null || secret === null
		? null
		: {
				keyId,
				secret,
				token: propertyOf(object, "sessionToken"),
				node: keyId.parent?.type === "Property" ? keyId.parent.key : keyId,
			};
}

function hasSpread(object: TSESTree.ObjectExpression | null): boolean {
	return object !== null && object.properties.some(({ type }) => type === "SpreadElement");
}

function propertyOf(object: TSESTree.ObjectExpression | null, name: string): TSESTree.Node | null {
	return object === null ? null : (findProperty(object, name)?.value ?? null);
}

interface Taker {
	readonly client: string;
	/** The options of the client, of which the keys are a part. */
	readonly options: TSESTree.ObjectExpression | null;
}

/** What takes the values of nodes and variables; `options` is null where it is the object itself. */
const takers = perModule(
	(module) =>
		new Solver<TSESTree.Node | TSESLint.Scope.Variable, Taker | null>(
			null,
			fuelOf(module, "what takes keys"),
			(key, ask) =>
				"references" in key
					? (key.references
							.map((reference) =>
								reference.isRead() ? ask(reference.identifier as TSESTree.Node) : null,
							)
							.find((taker) => taker !== null) ?? null)
					: readTaker(key, module, ask),
		),
);

/** What an object's value reaches: the call of something of an AWS SDK, through properties, functions and names. */
function takerOf(object: TSESTree.ObjectExpression, module: SourceModule): Taker | null {
	const taker = takers(module).solve(object);
	return taker === null ? null : { client: taker.client, options: taker.options ?? object };
}

type AskTaker = Ask<TSESTree.Node | TSESLint.Scope.Variable, Taker | null>;

function readTaker(node: TSESTree.Node, module: SourceModule, ask: AskTaker): Taker | null {
	const { parent } = node;
	switch (parent?.type) {
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "LogicalExpression":
		case "ConditionalExpression":
		case "AwaitExpression":
		case "SpreadElement":
			return ask(parent);
		case "ArrowFunctionExpression":
			return parent.body === node ? ask(parent) : null;
		case "Property":
			return parent.value === node && isTaking(parent) ? within(parent.parent, ask) : null;
		case "ObjectExpression": // From a spread.
			return within(parent, ask);
		case "CallExpression":
		case "NewExpression":
			return parent.callee === node ? null : takenBy(parent, module, ask);
		case "VariableDeclarator":
			return parent.init === node ? takerOfName(parent.id, module, ask) : null;
		default:
			return null;
	}
}

/** Properties of a client's options that lead to its keys. */
const TAKING = new Set(["credentials", "masterCredentials", "credentialDefaultProvider", "params"]);

function isTaking({ key, computed }: TSESTree.Property): boolean {
	return TAKING.has(nameOfKey(key, computed) ?? "");
}

function takerOfName(name: TSESTree.Node, module: SourceModule, ask: AskTaker): Taker | null {
	const variable = name.type === "Identifier" ? variableOf(name, module) : null;
	return variable === null ? null : ask(variable);
}

/** What takes the object that the keys are a part of. */
function within(object: TSESTree.Node, ask: AskTaker): Taker | null {
	const taker = ask(object);
	return taker === null
		? null
		: { client: taker.client, options: taker.options ?? (object.type === "ObjectExpression" ? object : null) };
}

function takenBy(
	call: TSESTree.CallExpression | TSESTree.NewExpression,
	module: SourceModule,
	ask: AskTaker,
): Taker | null {
	const imported = resolveImport(call.callee, module);
	if (imported !== null && AWS.test(imported.module)) {
		const wraps = imported.path.at(-1) === "Credentials" || imported.path.at(-1) === "fromStatic";
		return (wraps ? ask(call) : null) ?? { client: spell(call.callee, imported, module), options: null };
	}
	const callee = unwrap(call.callee);
	const isResolve =
		callee.type === "MemberExpression" &&
		callee.object.type === "Identifier" &&
		callee.object.name === "Promise" &&
		nameOfKey(callee.property, callee.computed) === "resolve";
	return isResolve ? ask(call) : null;
}

/** As the author calls it, where that is a name: `S3Client`, `AWS.S3`, `AWS.config`. */
function spell(callee: TSESTree.Node, { module: from, path }: Imported, { text }: SourceModule): string {
	const written = text.slice(...callee.range);
	return /^[\w.$]{1,60}$/u.test(written) ? written.replace(/\.update$/u, "") : (path.at(-1) ?? from);
}
