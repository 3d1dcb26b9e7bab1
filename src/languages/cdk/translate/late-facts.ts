import type { TSESTree } from "@typescript-eslint/utils";
import type { Evaluator } from "../evaluate/evaluate.ts";
import { type InstanceJs, type Js, unresolved, type Frame } from "../evaluate/js.ts";
import { isFunction } from "../../program/function-node.ts";
import { memberKey } from "../../program/name-of-key.ts";
import type { Node } from "../../program/node.ts";
import { spanOf } from "../../program/node-edit.ts";
import { unwrapAwait } from "../../program/unwrap.ts";
import { parentOf } from "../../program/around.ts";
import { variableOf } from "../../program/variable-of.ts";
import { nodesOf } from "../../program/nodes-of.ts";
import { servedBuckets, type Served } from "./served-buckets.ts";

/** A method call on an object after it was created: `fn.addEnvironment("STAGE", "prod")`. */
export interface LateCall {
	readonly name: string;
	readonly args: readonly Node[];
	readonly frame: Frame | null;
	readonly span: Js["span"];
	readonly node: TSESTree.CallExpression;
	/** False below an `if`, in a loop, in a `catch`: it may not happen. */
	readonly always: boolean;
	/** True on `x.node.defaultChild` rather than on `x`. */
	readonly onChild: boolean;
}

/** `cfnFunction.kmsKeyArn = key.keyArn`. */
export interface LateAssignment {
	readonly name: string;
	readonly nameSpan: Js["span"];
	readonly value: Node;
	readonly frame: Frame | null;
	/** False if it may not happen, or if the previous value counts too (`??=`). */
	readonly always: boolean;
	readonly onChild: boolean;
	readonly node: Node;
}

/** Methods that change the template. */
const METHODS = new Set([
	"addEnvironment",
	"addFunctionUrl",
	"addToRolePolicy",
	"addToPrincipalPolicy",
	"addToTaskRolePolicy",
	"addToExecutionRolePolicy",
	"addToPolicy",
	"addToResourcePolicy",
	"grant",
	"grantDecrypt",
	"grantPublicAccess",
	"grantEncrypt",
	"grantEncryptDecrypt",
	"grantGenerateMac",
	"grantVerifyMac",
	"addStatements",
	"addActions",
	"addResources",
	"addAllResources",
	"addPrincipals",
	"addAnyPrincipal",
	"addAwsPrincipal",
	"addArnPrincipal",
	"addAwsAccountPrincipal",
	"addServicePrincipal",
	"addAccountRootPrincipal",
	"addPropertyOverride",
	"addPropertyDeletionOverride",
	"addOverride",
	"addDeletionOverride",
	"addContainer",
	"addDefaultContainer",
	"addCommands",
	"addUserData",
	"addOnExitCommands",
	"attachInlinePolicy",
	"addManagedPolicy",
	"addAlias",
	"applyRemovalPolicy",
]);

/** Methods of a load balancer that send logs to the bucket in their first argument. */
const LOGGING = new Set(["logAccessLogs", "logConnectionLogs"]);

/** A bucket that is given to a service twice is what asks for more. */
const RANK: Readonly<Record<Served, number>> = { site: 0, control: 1, identity: 2 };

/** What happens to the objects of the app after they were created. */
export class LateFacts {
	readonly #evaluator: Evaluator;
	readonly #calls = new Map<Node, { readonly frame: Frame | null; readonly call: LateCall }[]>();
	readonly #assignments = new Map<Node, { readonly frame: Frame | null; readonly assignment: LateAssignment }[]>();
	/** Objects that are passed to a function outside the file, which may change them. */
	readonly #handed = new Set<Node>();
	/** The buckets that load balancers log to. */
	readonly #logged = new Set<Node>();
	readonly #served = new Map<Node, Served>();

	constructor(evaluator: Evaluator) {
		this.#evaluator = evaluator;
		const { program } = evaluator;
		for (const node of nodesOf(program, "CallExpression")) {
			const callee = unwrapAwait(node.callee);
			const name = callee.type === "MemberExpression" ? memberKey(callee.property, callee.computed) : null;
			if (callee.type === "MemberExpression" && name !== null && METHODS.has(name)) {
				this.#eachInstance(node, callee.object, (instance, frame, onChild) => {
					const call = {
						name,
						args: node.arguments,
						frame,
						span: spanOf(node),
						node,
						always: this.#isAlways(node, instance.site),
						onChild,
					};
					add(this.#calls, instance.site, { frame: instance.frame, call });
				});
			} else if (name !== null && LOGGING.has(name) && node.arguments[0] !== undefined) {
				this.#eachInstance(node, node.arguments[0], (instance) => this.#logged.add(instance.site));
			} else if (callee.type === "Identifier" && this.#isForeign(callee)) {
				for (const argument of node.arguments) {
					this.#eachInstance(node, argument, (instance) => this.#handed.add(instance.site));
				}
			}
		}
		for (const [bucket, served] of servedBuckets(program)) {
			this.#eachInstance(bucket, bucket, ({ site }) => {
				const known = this.#served.get(site);
				this.#served.set(site, known === undefined || RANK[served] > RANK[known] ? served : known);
			});
		}
		for (const node of nodesOf(program, "AssignmentExpression")) {
			const left = unwrapAwait(node.left);
			const name = left.type === "MemberExpression" ? memberKey(left.property, left.computed) : null;
			if (left.type === "MemberExpression" && name !== null && left.object.type !== "ThisExpression") {
				this.#eachInstance(node, left.object, (instance, frame, onChild) => {
					const assignment = {
						name,
						nameSpan: spanOf(left.property),
						value: node.right,
						frame,
						always: node.operator === "=" && this.#isAlways(node, instance.site),
						onChild,
						node,
					};
					add(this.#assignments, instance.site, { frame: instance.frame, assignment });
				});
			}
		}
	}

	/** How CloudFront uses a bucket; null for one that it is not given. */
	servedAs(site: Node): Served | null {
		return this.#served.get(site) ?? null;
	}

	/** The calls of one method, or of all, on an object. */
	callsOf(instance: Pick<InstanceJs, "site" | "frame">, name: string | null = null): readonly LateCall[] {
		return (this.#calls.get(instance.site) ?? [])
			.filter(
				({ frame, call }) =>
					(frame === instance.frame || frame === null || instance.frame === null) &&
					(name === null || call.name === name),
			)
			.map(({ call }) => call);
	}

	assignmentsOf(instance: Pick<InstanceJs, "site" | "frame">): readonly LateAssignment[] {
		return (this.#assignments.get(instance.site) ?? [])
			.filter(({ frame }) => frame === instance.frame || frame === null || instance.frame === null)
			.map(({ assignment }) => assignment);
	}

	/** All arguments of all calls of a method. */
	argumentsOf(instance: Pick<InstanceJs, "site" | "frame">, name: string): readonly Js[] {
		return this.callsOf(instance, name).flatMap(({ args, frame }) =>
			args.map((argument) =>
				argument.type === "SpreadElement"
					? unresolved(spanOf(argument), "a spread sets it")
					: this.#evaluator.evaluate(argument, frame),
			),
		);
	}

	/** True for a bucket that a load balancer logs to. */
	takesAccessLogs(site: Node): boolean {
		return this.#logged.has(site);
	}

	isHanded(site: Node): boolean {
		return this.#handed.has(site);
	}

	#eachInstance(
		at: Node,
		receiver: Node,
		tell: (instance: InstanceJs, frame: Frame | null, onChild: boolean) => void,
	): void {
		const object = unwrapAwait(receiver);
		if (
			object.type !== "Identifier" &&
			object.type !== "MemberExpression" &&
			object.type !== "ThisExpression" &&
			object.type !== "CallExpression" &&
			object.type !== "NewExpression"
		) {
			return;
		}
		for (const frame of this.#evaluator.frames.framesFor(at)) {
			const js = ownerOf(this.#evaluator.evaluate(object, frame));
			const child = childOf(js);
			const instance = child ?? js;
			if (instance.kind === "instance") {
				tell(instance, frame, child !== null);
			} else if (instance.kind === "call" && instance.entity.path[0] === "UserData") {
				// UserData.forLinux() is an object too.
				tell(
					{
						kind: "instance",
						span: instance.span,
						entity: instance.entity,
						site: instance.node as TSESTree.CallExpression,
						frame: instance.frame,
						local: null,
					},
					frame,
					false,
				);
			}
		}
	}

	#isForeign(callee: TSESTree.Identifier): boolean {
		const [definition] = variableOf(callee, this.#evaluator.program)?.defs ?? [];
		return definition?.type === "ImportBinding" && this.#evaluator.entities.resolve(callee) === null;
	}

	#isAlways(at: Node, site: Node): boolean {
		for (let up = parentOf(at); up !== null; up = parentOf(up)) {
			if (up.range[0] <= site.range[0] && site.range[1] <= up.range[1]) {
				return true;
			}
			if (UNSURE.has(up.type)) {
				return false;
			}
			if (isFunction(up) && parentOf(up)?.type === "CallExpression") {
				return false; // A callback: it is not known how often it runs, if at all.
			}
		}
		return true;
	}
}

/** Calls on `fn.role` or `instance.userData` count for the function or the instance. */
function ownerOf(js: Js): Js {
	return js.kind === "member" &&
		js.of.kind === "instance" &&
		["role", "grantPrincipal", "userData", "taskRole", "executionRole"].includes(js.name)
		? js.of
		: js;
}

const UNSURE: ReadonlySet<string> = new Set([
	"IfStatement",
	"ForStatement",
	"ForInStatement",
	"ForOfStatement",
	"WhileStatement",
	"DoWhileStatement",
	"SwitchStatement",
	"ConditionalExpression",
	"LogicalExpression",
	"CatchClause",
]);

/** `x.node.defaultChild`, `x.node.findChild("Resource")`: the L1 construct inside `x`. */
function childOf(js: Js): Js | null {
	const isChild =
		(js.kind === "member" && js.name === "defaultChild") ||
		(js.kind === "method" && (js.name === "findChild" || js.name === "tryFindChild"));
	return isChild && js.of.kind === "member" && js.of.name === "node" ? js.of.of : null;
}

function add<V>(map: Map<Node, V[]>, key: Node, value: V): void {
	const known = map.get(key);
	if (known === undefined) {
		map.set(key, [value]);
	} else {
		known.push(value);
	}
}
