import type { AppFunction } from "../app/application.ts";
import { literalOf, getIn } from "../model/value.ts";

/** True for a function that SAM builds with esbuild. */
export function isBundledBySam({ resource }: AppFunction): boolean {
	return literalOf(getIn(resource.metadata, "BuildMethod"))?.text === "esbuild";
}

/**
 * True for a function that a bundler writes as CommonJS, where `await` cannot stand outside of a function: SAM's
 * esbuild and CDK's `NodejsFunction`, unless they are told otherwise.
 */
export function isBundledAsCommonJs(fn: AppFunction): boolean {
	return /NodejsFunction$/u.test(fn.resource.writtenType) || isBundledBySam(fn);
}
