import type { SourceModule } from "../program/source-module.ts";

const UNIT_TEST = /\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|[\\/])__tests__[\\/]/u;

/** What only a unit test imports. Source: "Testing constructs", AWS CDK Developer Guide, and the pages of the runners. */
const TEST_FRAMEWORK =
	/^(?:aws-cdk-lib\/assertions|@aws-cdk\/assert(?:ions)?(?:\/.*)?|vitest|@jest\/globals|node:test|bun:test|mocha|ava|tape|tap)$/u;

/** A unit test makes constructs to look at them: its stacks are never deployed. */
export function isUnitTest({ ast, filename }: SourceModule): boolean {
	return (
		UNIT_TEST.test(filename) ||
		ast.body.some((node) => node.type === "ImportDeclaration" && TEST_FRAMEWORK.test(node.source.value))
	);
}
