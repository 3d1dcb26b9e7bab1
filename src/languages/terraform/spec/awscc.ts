import { STORES } from "../../../model/at-rest/stores.ts";
import { ENVIRONMENT_PLACES } from "../../../model/environment.ts";
import { PASSWORD_PLACES } from "../../../model/password-property.ts";
import { COPY_PLACES, IMAGE_PLACES, VOLUME_PLACES } from "../../../model/volume.ts";
import { AWSCC_TYPES } from "./mapping.ts";

/** Names that the provider writes in another way than their capitals say. */
const WORDS: readonly (readonly [string, string])[] = [
	["CloudFormation", "Cloudformation"],
	["CloudFront", "Cloudfront"],
	["CloudWatch", "Cloudwatch"],
	["CNAMEs", "Cnames"],
	["FSx", "Fsx"],
	["OTel", "Otel"],
];

/**
 * A name of CloudFormation as `hashicorp/awscc` writes it: `KmsKeyId` is `kms_key_id`. Source: `internal/naming/naming.go`
 * of hashicorp/terraform-provider-awscc.
 */
export function toAwscc(name: string): string {
	return WORDS.reduce((text, [from, to]) => text.replaceAll(from, to), name)
		.replace(/([a-z\d])([A-Z])/gu, "$1_$2")
		.replace(/([a-z])(\d)/gu, "$1_$2")
		.replace(/([A-Z])([A-Z][a-z])/gu, "$1_$2")
		.toLowerCase();
}

let types: ReadonlyMap<string, string> | undefined;

/** The CloudFormation type of a type of `hashicorp/awscc`; null for types that no rule is about. */
export function awsccType(type: string): string | null {
	types ??= new Map(
		Object.entries(AWSCC_TYPES).flatMap(([service, names]) =>
			names
				.split(" ")
				.map(
					(name) => [`awscc_${service.toLowerCase()}_${toAwscc(name)}`, `AWS::${service}::${name}`] as const,
				),
		),
	);
	return types.get(type) ?? null;
}

const NAMES = new Map<string, ReadonlyMap<string, string>>();

/** The names of the properties of a type that rules are about, by how `hashicorp/awscc` writes them. */
export function namesOfType(type: string): ReadonlyMap<string, string> {
	let names = NAMES.get(type);
	if (names === undefined) {
		names = new Map(pathsOf(type).flatMap((path) => path.split(".").map((name) => [toAwscc(name), name] as const)));
		NAMES.set(type, names);
	}
	return names;
}

function pathsOf(type: string): readonly string[] {
	return [
		...STORES.filter((store) => store.type === type).flatMap(
			({ at, switch: one, mode, key, when = [], unless = [] }) =>
				[at, one, mode, key, ...when.map(({ path }) => path), ...unless].flatMap((path) => path ?? []),
		),
		...ENVIRONMENT_PLACES.filter((place) => place.type === type).flatMap(({ path, pair }) => [
			path,
			...(pair === undefined ? [] : [pair.name, pair.value]),
		]),
		...PASSWORD_PLACES.filter((place) => place.type === type).flatMap(({ paths }) => paths),
		...[...VOLUME_PLACES, ...IMAGE_PLACES, ...COPY_PLACES]
			.filter((place) => place.type === type)
			.flatMap(({ path, encrypted, key, snapshot }) => [path, encrypted, key ?? "", snapshot ?? ""]),
	].map((path) => path.replaceAll("[]", ""));
}

/** True for a map whose keys are the author's own: environment variables. */
export function hasOwnKeys(type: string, path: string): boolean {
	return ENVIRONMENT_PLACES.some((place) => place.type === type && place.path === path && place.pair === undefined);
}
