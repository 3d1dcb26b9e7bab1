import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import type * as Yaml from "yaml";
import { VERSION } from "../../plugin.ts";
import { indentAt } from "../../text/insert-item.ts";
import { NOTHING, type Paste, type Plan } from "./change.ts";
import { addToJson } from "./json-edits.ts";
import { readOwn, type Project } from "./look-around.ts";

/** What pre-commit installs: the mirror, which has no dependencies of development. */
export const HOOK_REPOSITORY = "https://github.com/eslint-plugin-aws-kms/kmslint-pre-commit";

/** The files that a hook hands to kmslint. */
const GLOB = "*.{yaml,yml,json,template,cfn,cform,tf,tofu,tfvars,tfstate,tfstate.backup,js,mjs,cjs,ts,mts,cts,jsx,tsx}";

const COMMAND = "kmslint --no-error-on-unmatched-pattern";

/** What checks staged files: in the hooks that a project has. */
export function planHooks({ cwd, members }: Project): Plan {
	const files = [".pre-commit-config.yaml", "package.json", "lefthook.yml", ".husky/pre-commit"] as const;
	const [preCommit, manifest, lefthook, husky] = files.map((file) => readOwn(cwd, file));
	const [preCommitFile, manifestFile, lefthookFile, huskyFile] = files;
	if (
		[preCommit, manifest, lefthook, husky].some((text) =>
			/kmslint(?!\.config)|\/eslint-plugin-aws-kms/u.test(text ?? ""),
		)
	) {
		return NOTHING;
	}
	if (preCommit !== undefined && preCommit !== null) {
		const after = addRepository(preCommit);
		return after === null
			? paste({
					file: preCommitFile,
					why: "its list of repositories cannot be edited safely",
					text: repository("  "),
				})
			: { ...NOTHING, changes: [{ file: preCommitFile, before: preCommit, after }] };
	}
	const staged = [manifestFile, ...members.map(({ folder }) => `${folder}/package.json`)].filter((file) =>
		readOwn(cwd, file)?.includes('"lint-staged"'),
	);
	if (staged.length > 0) {
		const plans = staged.map((file) => addToLintStaged(file, readOwn(cwd, file) ?? ""));
		return {
			...NOTHING,
			changes: plans.flatMap(({ changes }) => changes),
			pastes: plans.flatMap(({ pastes }) => pastes),
		};
	}
	if (lefthook !== undefined && lefthook !== null) {
		const text = `pre-commit:\n  commands:\n    kmslint:\n      glob: ${JSON.stringify(GLOB)}\n      run: npx ${COMMAND} {staged_files}\n`;
		return paste({ file: lefthookFile, why: "its commands are yours to order", text });
	}
	return husky === undefined || husky === null
		? NOTHING
		: paste({ file: huskyFile, why: "it needs lint-staged to know the staged files", text: "npx lint-staged\n" });
}

/** lint-staged takes the nearest configuration of each file: one in a package of a workspace counts there alone. */
function addToLintStaged(file: string, before: string): Plan {
	if (before.includes("kmslint")) {
		return NOTHING;
	}
	const after = addToJson(before, ["lint-staged", GLOB], COMMAND);
	return after === null || after === before
		? paste({
				file,
				why: "'lint-staged' is no object in it",
				text: `${JSON.stringify(GLOB)}: ${JSON.stringify(COMMAND)}\n`,
			})
		: { ...NOTHING, changes: [{ file, before, after }] };
}

function paste(one: Paste): Plan {
	return { ...NOTHING, pastes: [one] };
}

function repository(indent: string): string {
	return [`- repo: ${HOOK_REPOSITORY}`, `  rev: v${VERSION}`, "  hooks:", "    - id: kmslint"]
		.map((line) => `${indent}${line}\n`)
		.join("");
}

/** Adds a repository at the end of `repos`; null if there is no safe place. */
function addRepository(text: string): string | null {
	const { parseDocument, isMap, isSeq } = createRequire(import.meta.url)("yaml") as typeof Yaml;
	const document = parseDocument(text, { logLevel: "error" });
	const repos = isMap(document.contents) ? document.contents.get("repos", true) : null;
	if (document.errors.length > 0 || !isSeq(repos) || repos.flow === true || !Array.isArray(repos.range)) {
		return null;
	}
	const [start, end] = repos.range;
	const at = text.slice(0, end).trimEnd().length;
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const added = repository(indentAt(text, start)).trimEnd().replaceAll("\n", eol);
	const after = `${text.slice(0, at)}${eol}${added}${text.slice(at) === "" ? eol : text.slice(at)}`;
	const [before, edited] = [text, after].map((one) => parseDocument(one, { logLevel: "error" }).toJS() as unknown);
	const expected = before as { readonly repos: readonly unknown[] };
	const hook = { repo: HOOK_REPOSITORY, rev: `v${VERSION}`, hooks: [{ id: "kmslint" }] };
	return isDeepStrictEqual(edited, { ...expected, repos: [...expected.repos, hook] }) ? after : null;
}
