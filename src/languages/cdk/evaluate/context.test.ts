import { expect, test } from "vitest";
import { useFolders } from "../../../testing/use-folders.ts";

const makeFolder = useFolders();

test("a value of the context is not known, whatever the files of the app say, but ends in the template", async () => {
	const folder = makeFolder({
		"cdk.json": JSON.stringify({ app: "node app.js", context: { rotate: false, dbPassword: "x" } }),
		"cdk.context.json": JSON.stringify({ rotate: false }),
		"lib/stack.ts": `import { Stack, aws_kms as kms, aws_lambda as lambda } from "aws-cdk-lib";
export class Orders extends Stack {
	make() {
		new kms.Key(this, "Key", { enableKeyRotation: this.node.tryGetContext("rotate") });
		new lambda.Function(this, "Fn", {
			runtime: lambda.Runtime.NODEJS_22_X, handler: "a.b", code: lambda.Code.fromAsset("a"),
			environment: { DB_PASSWORD: this.node.tryGetContext("dbPassword") },
		});
	}
}
`,
	});
	const { stdout } = await folder.run(["-f", "json", "--show-unknown"]);
	const { findings, unknown } = JSON.parse(stdout) as {
		readonly findings: readonly { readonly rule: string }[];
		readonly unknown: readonly { readonly rule: string; readonly property: string }[];
	};
	expect(findings.map(({ rule }) => rule)).toContain("no-resolved-secret-in-environment");
	expect(findings.map(({ rule }) => rule)).not.toContain("require-key-rotation");
	expect(unknown).toContainEqual(
		expect.objectContaining({ rule: "require-key-rotation", property: "enableKeyRotation" }),
	);
});
