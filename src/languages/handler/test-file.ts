import { isAbsolute, relative } from "node:path";
import type { SourceModule } from "../program/source-module.ts";

const NAME =
	/[._-](?:test|tests|spec|specs|e2e|stories|story|mock|mocks|fixture|fixtures|bench|cy|unit|integration)\.[cm]?[jt]sx?$/iu;
const FOLDER =
	/(?:^|[\\/])(?:tests?|__tests?__|__mocks?__|__fixtures?__|specs?|e2e|mocks?|fixtures?|testing|test-?utils?|testdata|test-data|cypress|playwright|stories|storybook|\.storybook|[\w.-]+[_-](?:tests?|e2e|fixtures|mocks)|(?:tests?|e2e|mock|integration)[_-][\w.-]+)[\\/]/iu;
const SETUP =
	/(?:^|[\\/])(?:jest|vitest|karma|playwright|cypress|mocha|test)[\w.-]{0,80}(?:config|setup|env|globals?)[\w.-]{0,80}\.[cm]?[jt]sx?$/iu;

/**
 * True for a file of tests, by its name or a folder of its path below the working directory. What only tests run with
 * lets nobody in.
 */
export function isTestFile({ filename, cwd }: Pick<SourceModule, "filename" | "cwd">): boolean {
	const path = isAbsolute(filename) ? relative(cwd, filename) : filename;
	return NAME.test(path) || FOLDER.test(path) || SETUP.test(path);
}

/** `integration-service`, `test-account`: for what is deployed, the first word of a folder says too little. */
const PREFIXED = /^(?:tests?|e2e|mock|integration)[_-]/iu;

/** True for a file of tests whose constructs nobody deploys. */
export function isRehearsal({ filename, cwd }: Pick<SourceModule, "filename" | "cwd">): boolean {
	const path = (isAbsolute(filename) ? relative(cwd, filename) : filename).split(/[\\/]/u);
	const kept = path.filter((name, index) => index === path.length - 1 || !PREFIXED.test(name));
	return isTestFile({ filename: kept.join("/"), cwd });
}
