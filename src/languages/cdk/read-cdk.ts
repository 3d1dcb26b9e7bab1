import type { Stack } from "../../model/resource.ts";
import { CdkStack } from "./cdk-stack.ts";
import { findAspects } from "./enforced.ts";
import { Evaluator } from "./evaluate/evaluate.ts";
import { Frames } from "./evaluate/frames.ts";
import { EntityResolver, mentionsCdk } from "./evaluate/resolve-entity.ts";
import { outsideOf } from "./evaluate/resolve-outside.ts";
import type { SourceModule } from "../program/source-module.ts";

/**
 * Reads what a module makes with AWS CDK as a stack; null where it makes nothing with it. Nothing of it is run.
 *
 * @param assumeEnforced what something outside of the file sets for the whole app, an aspect or a property injector:
 *   types (`AWS::Lambda::Function`) or properties of types (`AWS::KMS::Key.EnableKeyRotation`), in CloudFormation's
 *   spelling
 */
export function readCdk(module: SourceModule, assumeEnforced: readonly string[] = []): Stack | null {
	const { text, services } = module;
	// A barrel of the project may lead to CDK as well, but only types know that.
	if (!mentionsCdk(text) && (!hasTypes(services) || !/\bnew\b|\bextends\b/u.test(text))) {
		return null;
	}
	const entities = new EntityResolver(module, outsideOf(services));
	const evaluator = new Evaluator(module, entities, new Frames(module, entities));
	const stack = new CdkStack(evaluator, [...assumeEnforced, ...findAspects(evaluator)]);
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
