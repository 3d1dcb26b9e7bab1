import { classifyName } from "../../src/detect/name-kind.ts";
import { passwordPlacesOf } from "../../src/rule/password-places.ts";
import type { Resource, Stack } from "../../src/model/resource.ts";
import { alternatives, follow, type Reached, type UnresolvedValue } from "../../src/model/value.ts";
import { namesConnection } from "../../src/languages/exposure/connection-name.ts";
import type { Problem } from "../../src/rule/rule.ts";
import { whenWords } from "../../src/rule/when-words.ts";
import { adviceFor } from "./offers.ts";
import { reportedIn } from "../../src/rule/reported.ts";

/**
 * Secrets that nobody wrote, and that are in the template all the same: synthesis inserts what the environment or the
 * context of whoever deploys has, as `masterUserPassword: process.env.DB_PASSWORD`, and what `unsafePlainText` takes.
 * Source: "class SecretValue", AWS CDK API reference: the value will be visible in the template.
 */
export function* builtSecrets(stack: Stack): Iterable<Problem> {
	yield* inOutputs(stack);
	for (const { type, paths } of passwordPlacesOf(reportedIn(stack).byType.keys())) {
		for (const resource of reportedIn(stack).byType.get(type) ?? []) {
			for (const path of paths) {
				yield* findAt(resource, path);
			}
		}
	}
}

/** `DescribeStacks` and the console show outputs. The name of the output and that of the value both have to say so. */
function* inOutputs(stack: Stack): Iterable<Problem> {
	for (const [id, output] of stack.outputs) {
		for (const { value, when } of classifyName(id) === "secret" ? alternatives(output) : []) {
			if (value.kind === "unresolved" && classifyName(value.built ?? "") === "secret") {
				yield {
					at: value.span,
					subject: value.span,
					messageId: "builtOutput",
					severity: "high",
					data: { id, name: value.built ?? "", when: whenWords(when) },
					property: `Outputs.${id}.Value`,
				};
			}
		}
	}
}

function* findAt(resource: Resource, path: string): Iterable<Problem> {
	for (const { value, when } of follow(resource.properties, path).flatMap(withMembers)) {
		if (value.kind === "unresolved" && isSecret(value)) {
			const property = resource.spell(path.replaceAll("[]", ""));
			yield {
				at: value.span,
				subject: value.span,
				messageId: "builtSecret",
				severity: "high",
				data: {
					id: resource.id,
					property,
					name: value.built ?? "",
					when: whenWords(when),
					advice: adviceFor(resource, path),
				},
				property,
				resource,
			};
		}
	}
}

/** A value, or each member of the JSON that a secret of several is: `secretObjectValue`. */
function withMembers(reached: Reached): readonly Reached[] {
	const { value, when } = reached;
	return value.kind === "map"
		? value.entries.flatMap((entry) =>
				alternatives(entry.value).map((one) => ({
					...reached,
					value: one.value,
					when: [...when, ...one.when],
				})),
			)
		: [reached];
}

/** The property takes a secret; what is inserted has to be called one, too. */
function isSecret({ plain, built }: UnresolvedValue): boolean {
	return plain === true && built !== undefined && (classifyName(built) === "secret" || namesConnection(built));
}
