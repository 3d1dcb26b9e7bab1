import type { TSESTree } from "@typescript-eslint/utils";
import { Solver, type Ask } from "../../text/solver.ts";
import type { FunctionNode } from "../program/function-node.ts";
import { fuelOf } from "../program/module-fuel.ts";
import { nodesOf } from "../program/nodes-of.ts";
import { perModule } from "../program/per-module.ts";
import { resolveImport } from "../program/resolve-import.ts";
import type { SourceModule } from "../program/source-module.ts";
import { followNames, variableOf } from "../program/variable-of.ts";
import { unwrap } from "../program/unwrap.ts";
import { nameOfKey } from "../program/name-of-key.ts";
import { textOf } from "../program/text-of.ts";
import { isExports } from "../program/exports.ts";
import { pathBelow } from "../program/path-below.ts";

/** What says that a module runs in Lambda. */
export interface LambdaEvidence {
	/** The functions that Lambda calls, once an invocation. Empty where the module exports none that looks like one. */
	readonly handlers: readonly FunctionNode[];
	/** It exports a handler, or speaks of Lambda's own types or tools. */
	readonly isLambda: boolean;
	/** It imports an SDK of AWS, or a tool for Lambda. */
	readonly usesAws: boolean;
}

const AWS_MODULE =
	/^(?:aws-sdk(?:\/.*)?|@aws-sdk\/.+|@smithy\/.+|@aws-crypto\/.+|aws-xray-sdk(?:-core)?|@aws-lambda-powertools\/.+|@middy\/.+|aws-lambda|@types\/aws-lambda|aws-jwt-verify|aws4)$/u;
/** Lambda's own types and tools. */
export const LAMBDA_MODULE =
	/^(?:aws-lambda|@types\/aws-lambda|@aws-lambda-powertools\/.+|@middy\/.+|serverless-http|@vendia\/serverless-express|aws-serverless-express|aws-serverless-koa|@codegenie\/serverless-express)$/u;

/**
 * Names that people and tools give to the function that Lambda calls: `handler`, `lambdaHandler`, `apiHandler`, `main`.
 */
const HANDLER_NAME = /^(?:handler|handle|main|lambda|lambda_handler|\w{1,60}(?:Handler|_handler))$/u;

/** Types of `@types/aws-lambda` that say what a function is, and what it is called with. */
const HANDLER_TYPE = /^(?:Handler|\w{1,60}Handler)$/u;
const EVENT_TYPE = /^(?:\w{1,60}Event(?:V\d)?|Context)$/u;
const EVENT_NAME = /^_?(?:event|evt|e|ev|input|request|req|payload|records?)$/iu;
const CONTEXT_NAME = /^_?(?:context|ctx|lambdaContext|awsContext)$/u;

/** `(req, res)` is a server's, `(err, data)` a callback's. */
const ANSWER_NAME = /^_?(?:res|response|reply|next|h|data|done)$/iu;

const EVIDENCE = new WeakMap<TSESTree.Program, LambdaEvidence>();

/** Reads what says that a module runs in Lambda. */
export function lambdaEvidence(module: SourceModule): LambdaEvidence {
	let evidence = EVIDENCE.get(module.ast);
	if (evidence === undefined) {
		const modules = importedModules(module);
		const isOfLambda = modules.some((name) => LAMBDA_MODULE.test(name));
		const usesAws = modules.some((name) => AWS_MODULE.test(name));
		const handlers = !isOfLambda && runsElsewhere(module, modules, usesAws) ? [] : findHandlers(module, usesAws);
		evidence = { handlers, isLambda: handlers.length > 0 || isOfLambda, usesAws };
		EVIDENCE.set(module.ast, evidence);
	}
	return evidence;
}

/** What only functions of other clouds import. Netlify's run in an account of Netlify. */
const OTHER_CLOUD =
	/^(?:@google-cloud\/functions-framework|firebase-functions(?:\/.*)?|@azure\/functions|@netlify\/functions|@vercel\/node|@cloudflare\/workers-types)$/u;
/** What functions of Lambda use as well, for one of its helpers: `waitUntil`. */
const OTHER_TOOL = "@vercel/functions";
/** Where only Netlify looks for functions: `netlify/functions/hello.js`. */
const NETLIFY_FOLDER = /(?:^|[\\/])netlify[\\/](?:edge-)?functions[\\/]/iu;
/** What people call the folder of functions of other clouds, and of their own: `cloud-functions/hello.js`. */
const OTHER_FOLDER =
	/(?:^|[\\/])(?:(?:google-)?cloud-?functions|supabase[\\/]functions|azure-?functions|firebase[\\/]functions)[\\/]/iu;

/**
 * True for a function of another cloud, which may be called with an event and a context as well. The name of a folder
 * says too little where the module calls AWS.
 */
function runsElsewhere(module: SourceModule, modules: readonly string[], usesAws: boolean): boolean {
	const path = pathBelow(module);
	return (
		modules.some((name) => OTHER_CLOUD.test(name)) ||
		NETLIFY_FOLDER.test(path) ||
		(!usesAws && (modules.includes(OTHER_TOOL) || OTHER_FOLDER.test(path)))
	);
}

/** The modules that it imports or requires by a literal name. */
export function importedModules(module: SourceModule): readonly string[] {
	const sources: readonly TSESTree.Node[] = [
		...nodesOf(module, "ImportDeclaration").map(({ source }) => source),
		...nodesOf(module, "ImportExpression").map(({ source }) => source),
		...nodesOf(module, "TSExternalModuleReference").map(({ expression }) => expression),
		...nodesOf(module, "CallExpression").flatMap(({ callee, arguments: [first] }) =>
			callee.type === "Identifier" && callee.name === "require" && first !== undefined ? [first] : [],
		),
	];
	return sources.flatMap((source) => textOf(source) ?? []);
}

/** A value that a module gives to others, and its name there. */
interface Export {
	readonly name: string;
	readonly value: TSESTree.Node;
	/** The name's own node, whose type may say what it is. */
	readonly binding: TSESTree.Node | null;
}

function findHandlers(module: SourceModule, usesAws: boolean): readonly FunctionNode[] {
	const found = new Set<FunctionNode>();
	for (const { name, value, binding } of exportsOf(module)) {
		const named = HANDLER_NAME.test(name) || name === "default";
		for (const candidate of functionsBehind(value, module)) {
			if (
				isTyped(binding, module) ||
				isTyped(candidate, module) ||
				(named && takesEvent(candidate, usesAws || name === "handler")) ||
				hasContext(candidate) ||
				readsEvent(candidate, module)
			) {
				found.add(candidate);
			}
		}
	}
	return [...found];
}

/** What ES modules and CommonJS export. */
function exportsOf(module: SourceModule): readonly Export[] {
	return module.ast.body.flatMap((statement): readonly Export[] => {
		switch (statement.type) {
			case "ExportNamedDeclaration":
				return [
					...declared(statement.declaration),
					...(statement.source === null
						? statement.specifiers.map(({ local, exported }) => ({
								name: exported.type === "Identifier" ? exported.name : exported.value,
								value: local,
								binding: null,
							}))
						: []),
				];
			case "ExportDefaultDeclaration":
				return [{ name: "default", value: statement.declaration, binding: null }];
			case "TSExportAssignment":
				return [{ name: "default", value: statement.expression, binding: null }];
			case "ExpressionStatement":
				return statement.expression.type === "AssignmentExpression" ? assigned(statement.expression) : [];
			case "VariableDeclaration": // `const handler = exports.handler = async () => …`
				return statement.declarations.flatMap(({ init }) =>
					init?.type === "AssignmentExpression" ? assigned(init) : [],
				);
			default:
				return [];
		}
	});
}

function declared(declaration: TSESTree.ExportNamedDeclaration["declaration"]): readonly Export[] {
	switch (declaration?.type) {
		case "FunctionDeclaration":
			return declaration.id === null ? [] : [{ name: declaration.id.name, value: declaration, binding: null }];
		case "VariableDeclaration":
			return declaration.declarations.flatMap(({ id, init }) =>
				id.type === "Identifier" && init !== null ? [{ name: id.name, value: init, binding: id }] : [],
			);
		default:
			return [];
	}
}

/** `exports.handler = …`, `module.exports.handler = …`, `module.exports = { handler }`, `exports.a = exports.b = …`. */
function assigned({ left, right }: TSESTree.AssignmentExpression): readonly Export[] {
	const inner = right.type === "AssignmentExpression" ? assigned(right) : [];
	const value = right.type === "AssignmentExpression" ? right.right : right;
	if (left.type !== "MemberExpression") {
		return inner;
	}
	const name = nameOfKey(left.property, left.computed);
	if (isExports(left.object) && name !== null) {
		return [...inner, { name, value, binding: null }];
	}
	if (!isExports(left)) {
		return inner;
	}
	if (value.type !== "ObjectExpression") {
		return [...inner, { name: "default", value, binding: null }];
	}
	return [
		...inner,
		...value.properties.flatMap((property) =>
			property.type === "Property"
				? [{ name: nameOfKey(property.key, property.computed) ?? "", value: property.value, binding: null }]
				: [],
		),
	];
}

/** How many functions a value may come to. */
const MAX_FUNCTIONS = 32;

const behind = perModule(
	(module) =>
		new Solver<TSESTree.Node, readonly FunctionNode[]>([], fuelOf(module, "what the module exports"), (node, ask) =>
			readFunctionsBehind(node, module, ask),
		),
);

/**
 * The functions that an exported value comes to: itself, what a wrapper is given (`middy(fn).use(…)`,
 * `wrapHandler(fn)`, `middy().use(…).handler(fn)`), a method bound to its object (`lambda.handler.bind(lambda)`).
 */
function functionsBehind(given: TSESTree.Node, module: SourceModule): readonly FunctionNode[] {
	return behind(module).solve(given);
}

function readFunctionsBehind(
	given: TSESTree.Node,
	module: SourceModule,
	ask: Ask<TSESTree.Node, readonly FunctionNode[]>,
): readonly FunctionNode[] {
	const node = resolveFunction(given, module);
	if (node === null) {
		return [];
	}
	switch (node.type) {
		case "FunctionDeclaration":
		case "FunctionExpression":
		case "ArrowFunctionExpression":
			return [node];
		case "CallExpression": {
			if (node !== given) {
				return ask(node);
			}
			const callee = unwrap(node.callee);
			const name = callee.type === "MemberExpression" ? nameOfKey(callee.property, callee.computed) : null;
			if (callee.type === "MemberExpression" && name === "bind") {
				return methodsOf(callee.object, module);
			}
			const chained =
				callee.type === "MemberExpression" &&
				["use", "before", "after", "onError", "handler"].includes(name ?? "")
					? ask(callee.object)
					: [];
			const inner =
				name === "use" || name === "before" || name === "after" || name === "onError"
					? []
					: node.arguments.flatMap((argument) => ask(argument));
			return [...new Set([...chained, ...inner])].slice(0, MAX_FUNCTIONS);
		}
		default:
			return [];
	}
}

/** A name's function or value. */
function resolveFunction(given: TSESTree.Node, module: SourceModule): TSESTree.Node | null {
	const node = followNames(given, module);
	return node.type === "Identifier" ? (topFunctions(module).get(node.name) ?? null) : node;
}

/** The functions at the top of the module, by their names. */
const topFunctions = perModule((module) => {
	const found = new Map<string, FunctionNode>();
	for (const node of nodesOf(module, "FunctionDeclaration")) {
		if (
			node.id !== null &&
			!found.has(node.id.name) &&
			(node.parent.type === "Program" || node.parent.type === "ExportNamedDeclaration")
		) {
			found.set(node.id.name, node);
		}
	}
	return found;
});

/** `lambda.handler`: the method of that name of the module's classes. */
function methodsOf(given: TSESTree.Node, module: SourceModule): readonly FunctionNode[] {
	const node = unwrap(given);
	const name = node.type === "MemberExpression" ? nameOfKey(node.property, node.computed) : null;
	return name === null ? [] : (methods(module).get(name) ?? []);
}

/** The methods of the module's classes, by their names. */
const methods = perModule((module) => {
	const found = new Map<string, FunctionNode[]>();
	for (const { key, computed, value } of nodesOf(module, "MethodDefinition")) {
		const name = nameOfKey(key, computed);
		const same = name === null ? undefined : (found.get(name) ?? []);
		if (name !== null && same !== undefined && same.length < MAX_FUNCTIONS && value.type === "FunctionExpression") {
			found.set(name, same);
			same.push(value);
		}
	}
	return found;
});

/** True where a type of `aws-lambda` says what it is: `const handler: APIGatewayProxyHandler`, `(event: SQSEvent)`. */
function isTyped(node: TSESTree.Node | null, module: SourceModule): boolean {
	if (node === null) {
		return false;
	}
	if (node.type === "Identifier") {
		return isLambdaType(node, HANDLER_TYPE, module);
	}
	return (
		"params" in node &&
		Array.isArray(node.params) &&
		(node.params as readonly TSESTree.Node[]).some((parameter) => isLambdaType(parameter, EVENT_TYPE, module))
	);
}

function isLambdaType(node: TSESTree.Node, pattern: RegExp, module: SourceModule): boolean {
	const annotation = "typeAnnotation" in node ? node.typeAnnotation : undefined;
	const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
	if (type?.type !== "TSTypeReference") {
		return false;
	}
	const name =
		type.typeName.type === "Identifier"
			? type.typeName
			: type.typeName.type === "TSQualifiedName"
				? type.typeName.right
				: null;
	const root = type.typeName.type === "TSQualifiedName" ? type.typeName.left : type.typeName;
	return name !== null && pattern.test(name.name) && resolveImport(root, module)?.module === "aws-lambda";
}

/**
 * `(event)`, `(event, context)`, `({ body })`: how Lambda calls. A bare `()` counts where the name and the module say
 * the rest.
 */
function takesEvent({ params: [first, second] }: FunctionNode, sure: boolean): boolean {
	if (second !== undefined && ANSWER_NAME.test(nameOf(second) ?? "")) {
		return false;
	}
	if (first === undefined) {
		return sure;
	}
	if (WEB_REQUEST.test(typeNameOf(first) ?? "")) {
		return false;
	}
	const name = nameOf(first);
	return name === null
		? sure
		: EVENT_NAME.test(name) || (sure && (second === undefined || CONTEXT_NAME.test(nameOf(second) ?? "")));
}

/** What servers and edge functions are given: `Request` of the Fetch standard, `NextRequest`, `IncomingMessage`. */
const WEB_REQUEST = /^(?:(?:Next|NextApi|Express|Fastify|Http|Hono)?Request|IncomingMessage|FetchEvent)$/u;

/** `(req: Request)`: the name of a parameter's type. */
function typeNameOf(parameter: TSESTree.Node): string | null {
	const annotation = "typeAnnotation" in parameter ? parameter.typeAnnotation : undefined;
	const type = annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined;
	return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" ? type.typeName.name : null;
}

/** `(event, context)`: nobody else calls so. */
function hasContext({ params: [first, second] }: FunctionNode): boolean {
	return (
		first !== undefined &&
		second !== undefined &&
		/^_?(?:event|evt)$/u.test(nameOf(first) ?? "") &&
		CONTEXT_NAME.test(nameOf(second) ?? "")
	);
}

/** What only the events of Lambda have. Sources: the types of `@types/aws-lambda`. */
const EVENT_KEYS: ReadonlySet<string> = new Set(
	"Records pathParameters queryStringParameters multiValueQueryStringParameters multiValueHeaders requestContext rawPath rawQueryString isBase64Encoded stageVariables ResourceProperties detail-type authorizationToken methodArn routeArn triggerSource".split(
		" ",
	),
);

/** `(event) => event.Records`, `({ pathParameters }) => …`, `(event) => ({ statusCode: 200, body: "" })`. */
function readsEvent(called: FunctionNode, module: SourceModule): boolean {
	const [first, second] = called.params;
	if (first === undefined || (second !== undefined && ANSWER_NAME.test(nameOf(second) ?? ""))) {
		return false;
	}
	if (first.type === "ObjectPattern") {
		return takesEventKey(first);
	}
	if (first.type !== "Identifier" || !/^_?(?:event|evt)$/u.test(first.name)) {
		return false;
	}
	const isRead = variableOf(first, module)?.references.some(({ identifier }) => {
		const { parent } = identifier as TSESTree.Identifier;
		return parent.type === "MemberExpression"
			? parent.object === identifier && EVENT_KEYS.has(nameOfKey(parent.property, parent.computed) ?? "")
			: parent.type === "VariableDeclarator" &&
					parent.init === identifier &&
					parent.id.type === "ObjectPattern" &&
					takesEventKey(parent.id);
	});
	return isRead === true || answersProxy(called, module);
}

function takesEventKey({ properties }: TSESTree.ObjectPattern): boolean {
	return properties.some(
		(property) => property.type === "Property" && EVENT_KEYS.has(nameOfKey(property.key, property.computed) ?? ""),
	);
}

/** `{ statusCode: 200, body: … }` in the function: what API Gateway is answered with. */
function answersProxy({ range: [start, end] }: FunctionNode, module: SourceModule): boolean {
	return nodesOf(module, "ObjectExpression").some(({ range, properties }) => {
		const keys = properties.map((one) => (one.type === "Property" ? nameOfKey(one.key, one.computed) : null));
		return range[0] > start && range[1] <= end && keys.includes("statusCode") && keys.includes("body");
	});
}

function nameOf(parameter: TSESTree.Node): string | null {
	return parameter.type === "Identifier"
		? parameter.name
		: parameter.type === "AssignmentPattern"
			? nameOf(parameter.left)
			: null;
}
