import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintSource, lintTemplate, type LintResult } from "../../../testing/rule-tester.ts";
import { synthApp } from "../../../testing/synth-app.ts";

const PATH = join(import.meta.dirname, "..", "..", "..", "..", "fixtures", "cdk", "agents", "app.ts");
const ASKED = { "require-encryption-at-rest": { minimum: "customer-key" } };

/** Types of which CDK adds resources of its own, with keys of their own. */
const OF_OTHERS = ["AWS::Cognito::UserPool", "AWS::Logs::LogGroup"];

/** The ids of the resources that a rule reports. */
function reported({ details }: LintResult): readonly string[] {
	return details.findings
		.flatMap(({ resource, others = [] }) => [resource, ...others])
		.flatMap((one) => (one === null || OF_OTHERS.includes(one.type) ? [] : [one.id]));
}

test("constructs of services have the key in the source that they have in the template", () => {
	const text = readFileSync(PATH, "utf8");
	const written = new Set([...text.matchAll(/\(this, "(\w+)"/gu)].map(([, id = ""]) => id));
	const bySource = reported(lintSource(text, ASKED, "app.ts"));
	const byTemplate = synthApp(text, PATH).flatMap(({ json, paths }) =>
		reported(lintTemplate(json, ASKED, "stack.template.json")).map((id) => {
			const [, name = id] = (paths.get(id) ?? id).split("/");
			return name;
		}),
	);
	const ofConstructs = byTemplate.filter((id) => written.has(id));
	expect(ofConstructs.filter((id) => !id.includes("Plain")).sort()).toEqual(["OwnedActivity", "Queue"]);
	expect([...bySource].sort()).toEqual([...ofConstructs].sort());
});
