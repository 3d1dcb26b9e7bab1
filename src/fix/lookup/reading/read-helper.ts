import type { TSESTree } from "@typescript-eslint/utils";
import type { Backend } from "../lookup.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";

/** A function of the module that looks a secret up by the name of a variable. */
export interface Helper {
	readonly name: string;
	/** True where those who ask at once share one answer. */
	readonly cached: boolean;
	/** Where it ends, with what it calls: above that no lookup can be made while the module loads. */
	readonly end: number;
}

/** What a helper is called, and what its text has, however a formatter broke its lines. */
const MARKS: Readonly<Record<Backend, { readonly name: RegExp; readonly body: readonly RegExp[] }>> = {
	ssm: { name: /^getSecureParameter\d*$/u, body: [/GetParameterCommand/u, /WithDecryption:\s?true/u] },
	kms: { name: /^decryptEnv\d*$/u, body: [/DecryptCommand/u, /EncryptionContext:/u, /LambdaFunctionName:/u] },
	"secrets-manager": { name: /^getSecretValue\d*$/u, body: [/GetSecretValueCommand/u, /SecretString/u] },
	powertools: { name: /^getSecureParameter\d*$/u, body: [/getParameter\w{0,40}\(/u, /decrypt:\s?true/u] },
	extension: {
		name: /^getSecureParameter\d*$/u,
		body: [/\/systemsmanager\/parameters\/get/u, /withDecryption=true/u],
	},
};

/** The helper that an earlier run left, so that no second one is made. */
export function readHelper({ ast, text }: SourceModule, backend: Backend): Helper | undefined {
	const { name, body } = MARKS[backend];
	const functions = ast.body.flatMap((given) => {
		const statement = given.type === "ExportNamedDeclaration" ? given.declaration : given;
		return statement?.type === "FunctionDeclaration" && statement.id !== null && statement.params.length === 1
			? [{ name: statement.id.name, node: statement }]
			: [];
	});
	const isMarked = (node: TSESTree.FunctionDeclaration): boolean =>
		body.every((mark) => mark.test(text.slice(node.range[0], node.range[1])));
	for (const { name: own, node } of functions) {
		if (!name.test(own)) {
			continue;
		}
		const [, end] = node.range;
		if (isMarked(node)) {
			return { name: own, cached: false, end };
		}
		const inside = text.slice(node.body.range[0], end);
		const load = functions.find(
			(other) => other.node !== node && inside.includes(`${other.name}(`) && isMarked(other.node),
		);
		if (load !== undefined) {
			return { name: own, cached: true, end: Math.max(end, load.node.range[1]) };
		}
	}
	return undefined;
}
