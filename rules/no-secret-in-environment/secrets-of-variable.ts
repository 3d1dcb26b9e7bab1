import type { Variable } from "../../src/model/environment.ts";
import { alternatives, literalOf } from "../../src/model/value.ts";
import { FoundSecret } from "../../src/rule/found-secret.ts";
import { detectIn } from "./variable-secret.ts";

/** The values of all branches: each is to be kept. What deploy time puts together is not known. */
export function secretsOf({ name, value }: Variable): readonly FoundSecret[] {
	return alternatives(value).flatMap((alternative) => {
		const literal = literalOf(alternative.value);
		return literal === null || detectIn(alternative.value, name) === null
			? []
			: [new FoundSecret(name, literal.text)];
	});
}
