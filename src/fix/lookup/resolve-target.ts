import type { TSESTree } from "@typescript-eslint/utils";
import { acceptExpression, type Replacement } from "./accept-expression.ts";
import { refuseWait, type Calls } from "./find-calls.ts";
import { findContexts, findOutermostAsync, nameOfFunction, type Context } from "./find-context.ts";
import { findPlace, findTopLevelPlace, type Place } from "./find-place.ts";
import { isFunction, type AnyFunction, type LookupSettings, type LookupTarget, type Program } from "./lookup.ts";
import { REASONS, refuse, type Refusal } from "./refusal.ts";

/** What becomes of a secret. */
export type Shape =
	/** The look-up takes its place. */
	| { readonly ok: true; readonly kind: "call"; readonly replacement: Replacement; readonly loading: boolean }
	/** A `const` in front of it takes the look-up, and its name takes the secret's place. */
	| { readonly ok: true; readonly kind: "lift"; readonly replacement: Replacement; readonly place: Place; /** The async function that waits; null for the module. */ readonly within: AnyFunction | null; readonly loading: boolean }
	/** Its `const` goes: nothing reads it. */
	| { readonly ok: true; readonly kind: "remove"; readonly replacement: Replacement; readonly declaration: TSESTree.VariableDeclaration; readonly loading: false }
	/** Its `const` moves from the module into the functions that read it. */
	| { readonly ok: true; readonly kind: "sink"; readonly replacement: Replacement; readonly declaration: TSESTree.VariableDeclaration; readonly places: readonly Place[]; readonly loading: false };

export interface Surroundings extends LookupSettings {
	readonly program: Program;
	readonly calls: Calls;
	/** False where the module's own helper asks every time it is called. */
	readonly cached: boolean;
}

/** Finds the shape that keeps what the program does. No function is ever made async. */
export function resolveTarget(target: LookupTarget, around: Surroundings): Shape | Refusal {
	const { program, backend } = around;
	const replacement = acceptExpression(target, program.text);
	if (!replacement.ok) {
		return replacement;
	}
	const { expression, span } = replacement;
	if (program.comments.some(({ range }) => range[0] >= span.start && range[1] <= span.end)) {
		return refuse(REASONS.commented());
	}
	const contexts = findContexts(expression);
	const mayWaitAtTop = around.topLevelAwait && backend !== "extension";
	const within = findOutermostAsync(contexts);
	if (within !== undefined && (around.cached || !mayWaitAtTop)) {
		const refusal = refuseWait(within, around.calls, backend);
		if (refusal === null && contexts[0]?.node === within && !updates(expression, program.text)) {
			return { ok: true, kind: "call", replacement, loading: false };
		}
		const place = findPlace([expression], within);
		const shape: Shape | Refusal = refusal ?? refusePlace(place, program) ?? { ok: true, kind: "lift", replacement, place, within, loading: false };
		if (shape.ok || !mayWaitAtTop) {
			return shape;
		}
	}
	if (mayWaitAtTop) {
		return contexts[0]?.kind === "module"
			? { ok: true, kind: "call", replacement, loading: true }
			: { ok: true, kind: "lift", replacement, place: findTopLevelPlace([expression]), within: null, loading: true };
	}
	return contexts[0]?.kind === "module" ? sinkConstant(replacement, around) : refuseContext(contexts, around);
}

/** The places of one secret that are lifted within one function, or to the top level, share one `const`. */
export function shareLifts(shapes: readonly Shape[], program: Program): readonly (Shape | Refusal)[] {
	return shapes.map((shape) => {
		if (shape.kind !== "lift") {
			return shape;
		}
		const nodes = shapes.flatMap((other) => (other.kind === "lift" && other.within === shape.within ? [other.replacement.expression] : []));
		const place = shape.within === null ? findTopLevelPlace(nodes) : findPlace(nodes, shape.within);
		return refusePlace(place, program) ?? { ...shape, place };
	});
}

/** `text += "…"`: with a wait in between, what others add meanwhile would be lost. */
function updates(expression: TSESTree.Expression, text: string): boolean {
	for (let node: TSESTree.Node = expression, parent = node.parent as TSESTree.Node | null; parent !== null && parent !== undefined && !isFunction(node); node = parent, parent = node.parent as TSESTree.Node | null) {
		if (parent.type === "AssignmentExpression" && parent.right === node) {
			return parent.operator !== "=" || text.slice(parent.right.range[0], expression.range[0]).includes(text.slice(...parent.left.range));
		}
	}
	return false;
}

/** An expression that becomes a block loses what stands between it and its arrow. */
function refusePlace(place: Place, { comments }: Program): Refusal | null {
	if (place.kind !== "arrow") {
		return null;
	}
	const { range, body } = place.arrow;
	const isAround = (at: number): boolean => (at >= range[0] && at < body.range[0]) || (at >= body.range[1] && at < range[1]);
	return comments.some((comment) => isAround(comment.range[0])) ? refuse(REASONS.commented()) : null;
}

function refuseContext([context]: readonly Context[], { backend }: Surroundings): Refusal {
	switch (context?.kind) {
		case "body": {
			const node = context.node as AnyFunction;
			return refuse(node.generator ? REASONS.generator(nameOfFunction(node)) : REASONS.synchronous(nameOfFunction(node)));
		}
		case "parameters":
			return refuse(REASONS.parameters());
		case "field":
			return refuse(REASONS.field());
		case "decorator":
			return refuse(REASONS.decorator());
		default:
			return refuse(backend === "extension" ? REASONS.extension() : REASONS.loading());
	}
}

function sinkConstant(replacement: Replacement, around: Surroundings): Shape | Refusal {
	const { expression } = replacement;
	const declarator = expression.parent;
	if (declarator.type !== "VariableDeclarator" || declarator.id.type !== "Identifier" || declarator.parent.parent.type === "ExportNamedDeclaration") {
		return declarator.type === "VariableDeclarator" && declarator.parent.parent.type === "ExportNamedDeclaration" ? refuse(REASONS.exported()) : refuseContext([], around);
	}
	const declaration = declarator.parent;
	if (declaration.parent.type !== "Program") {
		return refuseContext([], around);
	}
	if (declaration.kind !== "const") {
		return refuse(REASONS.variable());
	}
	if (declaration.declarations.length !== 1) {
		return refuse(REASONS.several());
	}
	const [variable] = around.program.scopes.getDeclaredVariables(declarator);
	const reads = new Map<AnyFunction, TSESTree.Node[]>();
	for (const { identifier, init, ...reference } of variable?.references.map((one) => ({ identifier: one.identifier as TSESTree.Node, init: one.init === true, isType: "isValueReference" in one && one.isValueReference === false })) ?? []) {
		if (init) {
			continue;
		}
		if (reference.isType || identifier.parent?.type === "TSTypeQuery") {
			return refuse(REASONS.type());
		}
		if (identifier.parent?.type === "ExportSpecifier" || identifier.parent?.type === "ExportDefaultDeclaration") {
			return refuse(REASONS.exported());
		}
		const contexts = findContexts(identifier);
		const within = findOutermostAsync(contexts);
		if (within === undefined) {
			return refuseContext(contexts, around);
		}
		const refusal = refuseWait(within, around.calls, around.backend);
		if (refusal !== null) {
			return refusal;
		}
		reads.set(within, [...(reads.get(within) ?? []), identifier]);
	}
	if (reads.size === 0) {
		return around.removesUnread === true ? { ok: true, kind: "remove", replacement, declaration, loading: false } : refuse(REASONS.unread());
	}
	const places = [...reads].map(([within, nodes]) => findPlace(nodes, within));
	const refusal = places.map((place) => refusePlace(place, around.program)).find((one) => one !== null);
	return refusal ?? { ok: true, kind: "sink", replacement, declaration, places, loading: false };
}
