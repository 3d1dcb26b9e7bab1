import { renderText } from "../../src/model/dynamic-reference.ts";
import type { Resource } from "../../src/model/resource.ts";
import { alternatives } from "../../src/model/value.ts";

/**
 * What the parameter is called: the last part of its path, else its logical id without what says that it is a
 * parameter.
 */
export function nameOf(resource: Resource): string | null {
	const { value } = alternatives(resource.get("Name"))[0] ?? {};
	const text = value?.kind === "literal" ? value.text : value?.kind === "text" ? renderText(value) : null;
	const last = text?.split("/").at(-1) ?? "";
	if (last === "") {
		return value?.kind === "absent" ? resource.id.replace(/(?:SSM)?Param(?:eter)?$/iu, "") : null;
	}
	// `/${Stage}/db/password`, `${Stack}-db-password`; what a hole at the end holds, as in `/orders/${Name}`, is
	// nobody's guess.
	const known = last.slice(last.lastIndexOf("}") + 1);
	return known === last || /^[-_.]/u.test(known) ? known : null;
}

/** What keeps the value instead; it is read from a file, so that it is in no history of a shell. */
export function commandFor(resource: Resource): string {
	const { value } = alternatives(resource.get("Name"))[0] ?? {};
	return `aws ssm put-parameter --type SecureString --name ${value?.kind === "literal" ? value.text : "NAME"} --value file://FILE`;
}
