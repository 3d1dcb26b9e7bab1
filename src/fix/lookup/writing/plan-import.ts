import type { TextEdit } from "../../../text/span.ts";
import type { FreshNames } from "../reading/fresh-names.ts";
import type { SourceModule } from "../../../languages/program/source-module.ts";
import type { SdkImport } from "../reading/read-sdk.ts";
import { indentAt, type Style } from "../reading/read-style.ts";

/** How the names of a package come into the module. */
export interface ImportPlan {
	/** What each is called here. */
	readonly names: ReadonlyMap<string, string>;
	/** An addition to what is imported already. */
	readonly edit: TextEdit | null;
	/** A statement of its own, without a line end. */
	readonly statement: string | null;
	/** The statement that does without the addition. */
	readonly apart: string | null;
}

/** @param wanted the package's names, in the order in which they are imported */
export function planImport(
	program: SourceModule,
	source: string,
	wanted: readonly string[],
	known: SdkImport | undefined,
	fresh: FreshNames,
	style: Style,
): ImportPlan {
	const namespace = known?.namespace ?? null;
	if (namespace !== null && known?.list === null) {
		return {
			names: new Map(wanted.map((name) => [name, `${namespace}.${name}`])),
			edit: null,
			statement: null,
			apart: null,
		};
	}
	const missing = wanted.filter((name) => known?.names.has(name) !== true);
	const added = missing.map(
		(name) => [name, fresh.take(name, `Aws${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`)] as const,
	);
	const names = new Map([...(known?.names ?? []), ...added]);
	if (added.length === 0) {
		return { names, edit: null, statement: null, apart: null };
	}
	const apart = renderImport(added, source, style);
	if (known !== undefined && known.list !== null) {
		const { last, separator } = known.list;
		const { text } = program;
		const isBroken =
			/^\s*\n/u.test(text.slice(text.lastIndexOf("{", last.range[0]) + 1)) ||
			text.slice(text.lastIndexOf("{", last.range[0]), last.range[0]).includes("\n");
		const gap = isBroken ? `,${style.eol}${indentAt(last.range[0], text)}` : ", ";
		const [, end] = last.range;
		return {
			names,
			edit: { span: { start: end, end }, text: added.map((pair) => gap + render(pair, separator)).join("") },
			statement: null,
			apart,
		};
	}
	return { names, edit: null, statement: apart, apart };
}

/** A statement that takes names of a package or a module, each with what it is called here. */
export function renderImport(
	names: readonly (readonly [name: string, local: string])[],
	source: string,
	{ quote, semicolons, modules }: Style,
): string {
	const list = (separator: string): string => names.map((pair) => render(pair, separator)).join(", ");
	const ends = semicolons ? ";" : "";
	return modules === "import"
		? `import { ${list(" as ")} } from ${quote}${source}${quote}${ends}`
		: `const { ${list(": ")} } = require(${quote}${source}${quote})${ends}`;
}

function render([name, local]: readonly [string, string], separator: string): string {
	return name === local ? name : name + separator + local;
}
