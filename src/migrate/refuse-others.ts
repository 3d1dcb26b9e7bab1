import type { Application, AppFunction } from "../app/application.ts";
import type { RefusedSecret, ReportedSecret } from "./migration.ts";

/** Where other resources take a secret in place of a variable. */
const INSTEAD: readonly (readonly [type: RegExp, reason: string])[] = [
	[/^AWS::(?:ECS|Batch)::/u, "a container takes it by `Secrets` with `ValueFrom`"],
	[/^AWS::AppRunner::/u, "a service takes it by `RuntimeEnvironmentSecrets`"],
	[/^AWS::CodeBuild::/u, "a build takes it by a variable of type `SECRETS_MANAGER`"],
];

/** The reported secrets that are neither variables nor in the code of functions, each with the reason. */
export function refuseOthers(
	{ files, functions }: Application,
	reported: readonly ReportedSecret[],
	known: ReadonlySet<ReportedSecret>,
): readonly RefusedSecret[] {
	const loaded = new Set(functions.flatMap(pathsOf));
	const seen = new Set<string>();
	return reported.flatMap((one): readonly RefusedSecret[] => {
		const file = files.get(one.path);
		const key = `${one.path} ${String(one.start)}`;
		if (file === undefined || known.has(one) || seen.has(key)) {
			return [];
		}
		seen.add(key);
		const place = { file, span: { start: one.start, end: one.start } };
		return [{ name: one.name, place, reason: reasonOf(one, loaded.has(one.path)) }];
	});
}

function pathsOf({ code }: AppFunction): readonly string[] {
	return code.kind === "linked" ? code.modules.map(({ file }) => file.path) : [];
}

function reasonOf({ resource, secret }: ReportedSecret, isLoaded: boolean): string {
	if (resource === null) {
		return isLoaded && secret === null
			? "its value is not fully known until run time"
			: isLoaded
				? "the code cannot be analyzed there"
				: "no function of the application loads this code";
	}
	const [, instead] = INSTEAD.find(([type]) => type.test(resource.type)) ?? [];
	return instead ?? `it is not a variable of a function, but of '${resource.id}'`;
}
