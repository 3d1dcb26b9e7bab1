import type { AppFunction } from "../app/application.ts";
import { literalOf, getIn } from "../model/value.ts";

/** True for a function that SAM builds with esbuild. */
export function isBundledBySam({ resource }: AppFunction): boolean {
	return literalOf(getIn(resource.metadata, "BuildMethod"))?.text === "esbuild";
}

/** True for a function whose code is bundled from the handler and all that it imports. */
export function isBundled(fn: AppFunction): boolean {
	return (
		/NodejsFunction$/u.test(fn.resource.writtenType) || fn.resource.source?.kind === "entry" || isBundledBySam(fn)
	);
}

/** True for a function whose package is the handler's file alone, or a text in the configuration. */
export function isOneFile({ resource }: AppFunction): boolean {
	const { source } = resource;
	return source === undefined || source === null
		? ["CodeUri", "Code"].some((name) => /\.[cm]?[jt]sx?$/u.test(literalOf(resource.get(name))?.text ?? ""))
		: source.kind === "file" || source.kind === "inline";
}

/** True for a function whose package may not have a new file of its folder. */
export function mayLeaveOut({ resource: { source } }: AppFunction): boolean {
	return source?.kind === "folder" && source.leavesOut === true;
}

/**
 * True for a function that a bundler writes as CommonJS, where `await` cannot stand outside of a function: SAM's
 * esbuild and CDK's `NodejsFunction`, unless they are told otherwise.
 */
export function isBundledAsCommonJs(fn: AppFunction): boolean {
	return /NodejsFunction$/u.test(fn.resource.writtenType) || isBundledBySam(fn);
}
