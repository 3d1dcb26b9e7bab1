import type { TSESTree } from "@typescript-eslint/utils";
import type { CodeSource } from "../../model/code-source.ts";
import { cfnTypeOf } from "./spec/cfn-type.ts";
import type { Construct } from "./spec/construct.ts";
import type { ConstructKind } from "./constructs/construct-kind.ts";
import { isOutside, outsideEntity, outsideKind } from "./constructs/outside.ts";
import { CONSTRUCTS } from "./constructs/table.ts";
import { GivenProps } from "./translate/given-props.ts";
import type { Evaluator } from "./evaluate/evaluate.ts";
import type { Frame, Js } from "./evaluate/js.ts";
import type { CdkExport } from "./evaluate/resolve-entity.ts";
import { type ClassNode, isClass, constructorOf } from "../program/class-node.ts";
import { isFunction } from "../program/function-node.ts";
import type { Node } from "../program/node.ts";
import { spanOf, sourceOf } from "../program/node-edit.ts";
import { unwrapAwait } from "../program/unwrap.ts";
import { parentOf, findAround } from "../program/around.ts";
import { nodesOf } from "../program/nodes-of.ts";

/** A function of the file, with its code. */
export interface FoundFunction extends Pick<Construct, "site" | "frame"> {
	readonly source: CodeSource | null;
}

/** A construct of the file, and what CDK makes of its class. */
export interface FoundConstruct extends Construct {
	readonly kind: ConstructKind;
	/** True if a call in another module makes it: what its text says is said for other calls too. */
	readonly isShared: boolean;
}

/** The Lambda functions that the file makes, once for each way there is to each, without their other properties. */
export function findFunctions(evaluator: Evaluator): readonly FoundFunction[] {
	const { filename } = evaluator.program;
	return sitesOf(evaluator).flatMap((site) => {
		const { node, entity } = site;
		const type = kindOf(evaluator, site, null)?.type;
		return type === FUNCTION || isUntyped(entity)
			? evaluator.frames.framesFor(node).flatMap((frame): readonly FoundFunction[] => {
					const kind = kindOf(evaluator, site, frame);
					if (kind?.type !== FUNCTION) {
						return [];
					}
					const construct = { entity, spec: kind, isL1: isL1(entity), site: node, frame, head: headOf(node) };
					const source = kind.source?.(new GivenProps(construct, evaluator), filename) ?? null;
					return [{ site: node, frame, source }];
				})
			: [];
	});
}

const FUNCTION = "AWS::Lambda::Function";

function isL1({ path }: CdkExport): boolean {
	return /^Cfn[A-Z]/u.test(path[0] ?? "");
}

/** True for a class whose argument tells its type. */
function isUntyped({ module, path }: CdkExport): boolean {
	return module === "" && path[0] === "CfnResource";
}

interface Site {
	readonly node: TSESTree.NewExpression | TSESTree.CallExpression;
	readonly entity: CdkExport;
	readonly local: ClassNode | null;
}

/** Everything that the file makes with classes of CDK, once for each way there is to it. */
export function findConstructs(evaluator: Evaluator): readonly FoundConstruct[] {
	const constructs: FoundConstruct[] = [];
	const ids = new Map<string, number>();
	for (const site of sitesOf(evaluator)) {
		for (const frame of evaluator.frames.framesFor(site.node)) {
			const kind = kindOf(evaluator, site, frame);
			if (kind !== null) {
				const outside = outsideFrame(evaluator, frame);
				const isNamed = kind.propsAt === undefined || kind.propsAt > 1;
				const own = isNamed ? idOf(evaluator, site, frame) : (site.entity.path[0] ?? "?");
				const wanted = idInside(evaluator, site, outside, own);
				constructs.push({
					id: unique(evaluator, wanted, site.node, ids),
					entity: site.entity,
					spec: kind,
					kind,
					isL1: isL1(site.entity),
					site: site.node,
					frame,
					head: outside?.place ?? headOf(site.node),
					isShared: outside !== null,
					writtenType:
						site.node.type === "NewExpression"
							? sourceOf(site.node.callee, evaluator.program)
							: (site.local?.id?.name ?? site.entity.path[0] ?? ""),
					looped: isLooped(evaluator, site.node),
				});
			}
		}
	}
	return constructs;
}

function sitesOf(evaluator: Evaluator): readonly Site[] {
	const { program, entities, frames } = evaluator;
	const sites = nodesOf(program, "NewExpression").flatMap((node) => siteOf(node, evaluator) ?? []);
	for (const node of nodesOf(program, "CallExpression")) {
		const inner = node.callee.type === "Super" ? findAround(node, isClass) : null;
		const above = inner?.superClass === null || inner === null ? null : entities.resolve(inner.superClass);
		// A local class above with a constructor of its own hands its arguments on: what it hands is the site.
		const base =
			above?.kind === "class"
				? frames.constructedBy(above.node) === null
					? entities.baseOf(above.node)
					: null
				: above;
		if (inner !== null && base !== null && base !== undefined && constructorOf(inner) !== null) {
			sites.push({ node, entity: base, local: inner });
		}
	}
	return sites.sort((a, b) => a.node.range[0] - b.node.range[0]);
}

/** What `new` makes: a class of CDK, one of the file that extends it, or one of another file. */
function siteOf(node: TSESTree.NewExpression, evaluator: Evaluator): Site | null {
	const { entities, frames } = evaluator;
	const entity = entities.resolve(node.callee);
	if (entity?.kind === "class") {
		// class Worker extends lambda.Function {}
		const base = frames.constructedBy(entity.node) === null ? entities.baseOf(entity.node) : null;
		return base === null ? null : { node, entity: base, local: entity.node };
	}
	const made = entity ?? outsideEntity(node, evaluator);
	return made === null ? null : { node, entity: made, local: null };
}

/** Classes that stand for no resource: of the core, where `CfnParameter` is none of Parameter Store, and `CfnInclude`. */
const NO_RESOURCE = new Set([
	"App",
	"Stack",
	"Stage",
	"NestedStack",
	"Construct",
	"CfnOutput",
	"CfnCondition",
	"CfnMapping",
	"CfnParameter",
	"CfnRule",
	"CfnHook",
	"CfnInclude",
	"Tags",
	"Tag",
]);

function kindOf(evaluator: Evaluator, { node, entity }: Site, frame: Frame | null): ConstructKind | null {
	const [name = "", more] = entity.path;
	if (isOutside(entity)) {
		return outsideKind(node, evaluator, frame);
	}
	const isCore = entity.module === "" || entity.module === "cloudformation-include";
	if (more !== undefined || name === "" || entity.module === "constructs" || (isCore && NO_RESOURCE.has(name))) {
		return null;
	}
	const known = CONSTRUCTS.get(`${entity.module}.${name}`) ?? null;
	if (known !== null) {
		return known;
	}
	const args = node.arguments;
	if (isUntyped(entity)) {
		// new CfnResource(this, "Key", { type: "AWS::KMS::Key", properties: { … } })
		const props = args[2] === undefined ? null : evaluator.evaluate(args[2], frame);
		const type = props === null ? null : evaluator.memberOf(props, "type");
		return type?.kind === "literal" ? { type: String(type.value), properties: {} } : null;
	}
	const type = cfnTypeOf(entity.module, name);
	if (type !== null) {
		return { type, properties: {} };
	}
	// An L2 construct that no table lists: only the texts in it are read.
	return args.length >= 2 && isIdLike(args[1]) ? { type: `CDK::${entity.module}::${name}`, properties: {} } : null;
}

interface OutsideFrame {
	readonly frame: Frame;
	/** The call, in another module. */
	readonly place: Construct["head"];
}

/** The nearest call in another module that leads to a frame; null if there is none. */
function outsideFrame({ outside }: Evaluator, frame: Frame | null): OutsideFrame | null {
	for (let at = frame; at !== null && outside !== null; at = at.caller) {
		const place = outside.placeOf(at.call);
		if (place !== null) {
			return { frame: at, place };
		}
	}
	return null;
}

/** `Orders/Function`: the id of what a construct of the app makes inside itself, behind its own. */
function idInside(evaluator: Evaluator, { node }: Site, outside: OutsideFrame | null, id: string): string {
	const given = outside?.frame.args?.[1];
	const method = outside === null ? null : parentOf(outside.frame.owner);
	const isInside =
		node.arguments[0]?.type === "ThisExpression" &&
		method?.type === "MethodDefinition" &&
		method.kind === "constructor";
	const js =
		outside === null || given === undefined || !isInside || given.type === "SpreadElement"
			? null
			: evaluator.evaluate(given, outside.frame.caller);
	return js?.kind === "literal" ? `${String(js.value)}/${id}` : id;
}

function isIdLike(node: Node | undefined): boolean {
	return (
		node !== undefined &&
		(node.type === "TemplateLiteral" ||
			node.type === "Identifier" ||
			node.type === "BinaryExpression" ||
			(node.type === "Literal" && typeof node.value === "string"))
	);
}

function idOf(evaluator: Evaluator, { node, local }: Site, frame: Frame | null): string {
	const given = node.arguments[1];
	const js = given === undefined || given.type === "SpreadElement" ? null : evaluator.evaluate(given, frame);
	const text = js === null ? null : idText(evaluator, js);
	return text ?? local?.id?.name ?? (given === undefined ? "?" : sourceOf(given, evaluator.program).slice(0, 60));
}

function idText(evaluator: Evaluator, js: Js): string | null {
	if (js.kind === "literal") {
		return String(js.value);
	}
	return js.kind === "text"
		? js.parts
				.map((part) =>
					typeof part === "string"
						? part
						: `\${${evaluator.program.text.slice(part.span.start, part.span.end)}}`,
				)
				.join("")
		: null;
}

/** An id of its own for each; of two with one name in the file the second says whose it is. */
function unique(evaluator: Evaluator, wanted: string, site: Node, ids: Map<string, number>): string {
	if (!ids.has(wanted)) {
		ids.set(wanted, 1);
		return wanted;
	}
	const owner = findAround(site, isClass)?.id?.name;
	const named = owner === undefined ? wanted : `${owner}/${wanted}`;
	if (!ids.has(named)) {
		ids.set(named, 1);
		return named;
	}
	const count = (ids.get(named) ?? 1) + 1;
	ids.set(named, count);
	return unique(evaluator, `${named}#${String(count)}`, site, ids);
}

/** `new lambda.Function`, `super`. */
function headOf(node: TSESTree.NewExpression | TSESTree.CallExpression): Construct["head"] {
	return node.type === "NewExpression"
		? { start: node.range[0], end: unwrapAwait(node.callee).range[1] }
		: spanOf(node.callee);
}

/** True in a loop, or in the callback of one: one text, several resources. */
function isLooped(evaluator: Evaluator, node: Node): boolean {
	for (let up = parentOf(node); up !== null && !isClass(up); up = parentOf(up)) {
		if (/^(?:For|While|DoWhile)/u.test(up.type) || (isFunction(up) && parentOf(up)?.type === "CallExpression")) {
			return true;
		}
	}
	return false;
}
