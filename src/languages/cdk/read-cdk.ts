import type { Stack } from "../../model/resource.ts";
import { CdkStack } from "./cdk-stack.ts";
import { findAspects } from "./enforced.ts";
import { Evaluator } from "./evaluate/evaluate.ts";
import { Frames } from "./evaluate/frames.ts";
import { Program } from "./evaluate/program.ts";
import { EntityResolver, mentionsCdk } from "./evaluate/resolve-entity.ts";
import { outsideOf } from "./evaluate/resolve-outside.ts";

/** A JavaScript or TypeScript file, as a linter has read it. */
export interface CdkSource {
	readonly text: string;
	/** An ESTree program with ranges, of espree or of typescript-eslint. */
	readonly ast: unknown;
	readonly scopeManager: unknown;
	readonly filename: string;
	/** typescript-eslint's services, where the user lints with types. */
	readonly services?: unknown;
	/**
	 * What something outside of the file sets for the whole app, an aspect or a property injector: types
	 * (`AWS::Lambda::Function`) or properties of types (`AWS::KMS::Key.EnableKeyRotation`), in CloudFormation's
	 * spelling.
	 */
	readonly assumeEnforced?: readonly string[];
}

/** Reads what a file makes with AWS CDK as a stack; null where it makes nothing with it. Nothing of the file is run. */
export function readCdk(source: CdkSource): Stack | null {
	// A barrel of the project may lead to CDK as well, but only types know that.
	if (!mentionsCdk(source.text) && (!hasTypes(source.services) || !/\bnew\b|\bextends\b/u.test(source.text))) {
		return null;
	}
	const program = new Program(source.text, source.ast, source.scopeManager);
	const entities = new EntityResolver(program, outsideOf(source.services));
	const evaluator = new Evaluator(program, entities, new Frames(program, entities));
	const stack = new CdkStack(evaluator, [...(source.assumeEnforced ?? []), ...findAspects(evaluator)]);
	return stack.resources.length === 0 && stack.parameters.size === 0 ? null : stack;
}

/** True where the user lints with types: without, a parser's services are there as well, and know none. */
function hasTypes(services: unknown): boolean {
	return (
		typeof services === "object" &&
		services !== null &&
		"program" in services &&
		typeof services.program === "object" &&
		services.program !== null
	);
}
