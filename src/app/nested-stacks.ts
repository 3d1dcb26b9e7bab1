import { dirname, resolve } from "node:path";
import { SYNTHESIZED } from "../languages/dialects.ts";
import type { Resource, Stack } from "../model/resource.ts";
import { alternatives, getIn, literalOf, type Value } from "../model/value.ts";
import type { AppFiles } from "./app-files.ts";
import type { AppFile, AppStack } from "./application.ts";

/** The types of nested stacks, with the property that says which template it is. */
const NESTING: ReadonlyMap<string, string> = new Map([
	["AWS::CloudFormation::Stack", "TemplateURL"],
	["AWS::Serverless::Application", "Location"],
]);

/** How many parameters are followed through stacks that are nested into each other, and how many values that gives. */
const MAX_PARAMETERS = 64;
const MAX_VALUES = 64;

/** The same stacks, and those that each of them is nested in. */
export function withParents(stacks: readonly AppStack[], files: AppFiles): readonly AppStack[] {
	const made = stacks.map((stack) => ({ ...stack, parents: [...stack.parents] }));
	const byPath = new Map(made.map((stack) => [stack.file.path, stack]));
	for (const stack of made) {
		for (const { path, resource } of nestedIn(stack, files)) {
			const child = byPath.get(path);
			if (child !== undefined && child !== stack) {
				child.parents.push({ stack, resource });
			}
		}
	}
	return made;
}

/** The templates that a stack nests, by their paths, with the resources that nest them. */
function nestedIn(
	{ file, stack }: AppStack,
	files: AppFiles,
): readonly { readonly path: string; readonly resource: Resource }[] {
	return [...NESTING].flatMap(([type, property]) =>
		stack.find(type).flatMap((resource) => {
			const location = literalOf(resource.get(property))?.text ?? "";
			// `./child.yaml`; an address in S3 is none of the application's files.
			return location === "" || /^[a-z][a-z\d]*:/u.test(location)
				? []
				: [{ path: files.realOf(resolve(dirname(file.path), location)), resource }];
		}),
	);
}

/** What every stack with a nested one names. */
const NAMES_NESTED = /TemplateURL|AWS::Serverless::Application/u;

/** How many folders above a template are searched for stacks that nest it, and how many templates each may have. */
const MAX_FOLDERS = 4;
const MAX_TEMPLATES = 100;

/**
 * Finds the stacks that nest a template, where not all templates of the application are known: in its folder, and in those
 * above.
 */
export class ParentFinder {
	readonly #files: AppFiles;
	readonly #parents = new Map<AppFile, AppStack["parents"]>();

	constructor(files: AppFiles) {
		this.#files = files;
	}

	/** The stack of a template, with its parents as soon as they are asked for. */
	stackOf(file: AppFile, stack: Stack): AppStack {
		const parentsOf = (): AppStack["parents"] => this.#parentsOf(file);
		return {
			file,
			unit: file.path,
			stack,
			placeOf: (span) => ({ file, span }),
			get parents() {
				return parentsOf();
			},
		};
	}

	#parentsOf(file: AppFile): AppStack["parents"] {
		let parents = this.#parents.get(file);
		if (parents === undefined) {
			this.#parents.set(file, []); // While they are read, in case stacks nest each other.
			parents = this.#find(file);
			this.#parents.set(file, parents);
		}
		return parents;
	}

	#find(child: AppFile): AppStack["parents"] {
		if (!SYNTHESIZED.names.test(child.path)) {
			return [];
		}
		return this.#files
			.foldersAbove(dirname(child.path))
			.slice(0, MAX_FOLDERS)
			.flatMap((folder) => {
				const names = this.#files.filesIn(folder).filter((name) => SYNTHESIZED.names.test(name));
				return names.length > MAX_TEMPLATES ? [] : names.map((name) => this.#files.at(folder, name));
			})
			.filter((path) => this.#files.mentions(path, NAMES_NESTED))
			.flatMap((path) => {
				const file = this.#files.open(path);
				if ("why" in file || file === child || file.reading.stack === null) {
					return [];
				}
				const stack = this.stackOf(file, file.reading.stack);
				return nestedIn(stack, this.#files).flatMap((nested) =>
					nested.path === child.path ? [{ stack, resource: nested.resource }] : [],
				);
			});
	}
}

/** The values that a value of a stack has in the end: of a parameter, what the parents of a nested stack pass for it. */
export function passedValues(value: Value | undefined, stack: AppStack): readonly Value[] {
	if (value === undefined) {
		return [];
	}
	const values = valuesIn(value, stack, new Set());
	return values.length === 0 || values.length > MAX_VALUES ? [value] : values;
}

/** @param followed the parameters that were followed to what is passed for them, each with its stack */
function valuesIn(value: Value, stack: AppStack, followed: Set<string>): readonly Value[] {
	return alternatives(value).flatMap(({ value: one }): readonly Value[] => {
		if (one.kind !== "reference" || one.to.of !== "parameter" || stack.parents.length === 0) {
			return [one];
		}
		const { name } = one.to;
		const parameter = `${name} ${stack.unit}`;
		if (followed.has(parameter)) {
			return []; // Stacks that nest each other, or several ways to one parent: its values are there already.
		}
		if (followed.size >= MAX_PARAMETERS) {
			return [one];
		}
		followed.add(parameter);
		return stack.parents.flatMap((parent) => {
			const passed = getIn(parent.resource.get("Parameters"), [name]);
			return passed.kind === "absent" ? [one] : valuesIn(passed, parent.stack, followed);
		});
	});
}
