import { join } from "node:path";
import { expect, test } from "vitest";
import { readFile } from "../languages/template/read-file.ts";
import { recordedLines } from "../testing/recorded-table.ts";
import { readStores } from "./at-rest/read-stores.ts";
import { STORES } from "./at-rest/stores.ts";
import type { Store } from "./at-rest/store.ts";
import { updateOfKey, updateOfSwitch } from "./at-rest/update-of.ts";
import { isUsedByService, servesWebsite } from "../../rules/require-bucket-encryption/bucket-clients.ts";
import { readBucket } from "./bucket.ts";
import { measureEnvironments } from "./environment-size.ts";
import { ENVIRONMENT_PLACES, variablesOf } from "./environment.ts";
import { impliedPolicies, policiesIn } from "./identity-policies.ts";
import { findKey } from "./key-reference.ts";
import { readKey } from "./key.ts";
import { fittingKeys, freshId, kindOfKey, newKey } from "./kms-key.ts";
import { lifecycleOf } from "./lifecycle-policy.ts";
import { takesLogs } from "../../rules/require-bucket-encryption/log-delivery.ts";
import { PASSWORD_PLACES, takesSecret } from "./password-property.ts";
import { covers, textsOf } from "./policy.ts";
import { isBelow, RUNGS } from "./protection.ts";
import type { Resource, Stack } from "./resource.ts";
import { textsIn } from "./texts-in.ts";
import { INIT_METADATA, SCRIPT_PLACES } from "./user-data.ts";
import { alternatives, namesResource, switchOf, type Value } from "./value.ts";
import { weakVolumes } from "./volume-protection.ts";
import { COPY_PLACES, IMAGE_PLACES, VOLUME_PLACES } from "./volume.ts";
import { renderWords } from "../text/wording.ts";
import { whenWords } from "../rule/when-words.ts";

// What the model reads of each kind of value, in each place that it knows, recorded in `fixtures/outcomes`: a change
// shows as a line that moves, whose meaning a reader can judge. `UPDATE_OUTCOMES=1` writes the lines anew.

const OUTCOMES = join(import.meta.dirname, "..", "..", "fixtures", "outcomes");

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

const NOTHING: Json = { Ref: "AWS::NoValue" };

/** What may stand in a place; undefined is nothing. */
const KINDS: Readonly<Record<string, Json>> = {
	absent: undefined,
	nothing: NOTHING,
	empty: "",
	null: null,
	true: true,
	"'false'": "false",
	yes: "yes",
	text: "other",
	alias: "alias/orders",
	"aws alias": "alias/aws/ebs",
	"alias of all": "arn:aws:kms:::alias/aws/s3",
	AES256: "AES256",
	SSE_S3: "SSE_S3",
	SSE_KMS: "SSE_KMS",
	"aws:kms": "aws:kms",
	DISABLED: "DISABLED",
	AWS_OWNED: "AWS_OWNED_KMS_KEY",
	AWS_MANAGED: "AWS_MANAGED_KMS_KEY",
	given: { Ref: "Given" },
	"default on": { Ref: "DefaultOn" },
	"default AES256": { Ref: "DefaultOwned" },
	region: { Ref: "AWS::Region" },
	key: { "Fn::GetAtt": ["K", "Arn"] },
	import: { "Fn::ImportValue": "elsewhere" },
	sub: { "Fn::Sub": "arn:aws:kms:eu-west-1:111122223333:key/${K}" },
	"true or nothing": { "Fn::If": ["Maybe", "true", NOTHING] },
	"false or given": { "Fn::If": ["Maybe", false, { Ref: "Given" }] },
	list: ["other"],
	map: { A: "b" },
	split: { "Fn::Split": [",", "a,b"] },
};

function stackOf(resources: Json): Stack {
	const { stack } = readFile(
		JSON.stringify({
			Parameters: {
				Given: { Type: "String" },
				DefaultOn: { Type: "String", Default: "true" },
				DefaultOwned: { Type: "String", Default: "AES256" },
			},
			Conditions: {
				Maybe: { "Fn::Equals": [{ Ref: "Given" }, "x"] },
				Other: { "Fn::Equals": [{ Ref: "Given" }, "y"] },
			},
			Resources: { K: { Type: "AWS::KMS::Key" }, ...(resources as object) },
		}),
		"template.json",
		{ parameterOverrides: {} },
	);
	if (stack === null) {
		throw new Error("no stack");
	}
	return stack;
}

function resourceOf(type: string, properties: Json, around: Json = {}): Resource {
	const resource = stackOf({ R: { Type: type, Properties: properties }, ...(around as object) }).resource("R");
	if (resource === undefined) {
		throw new Error("no resource");
	}
	return resource;
}

/** A value at a path, in a list for each `[]`: `{ A: [{ B: value }] }` for `A[].B`. */
function at(path: string, value: Json): Json {
	const [first = "", ...rest] = path.split(".").filter((part) => part !== "");
	if (first === "") {
		return value;
	}
	const name = first.replaceAll("[]", "");
	const inner = at(rest.join("."), value);
	return { [name]: first.endsWith("[][]") ? [[inner]] : first.endsWith("[]") ? [inner] : inner };
}

/** Two maps as one, lists by their items. */
function merge(one: Json, other: Json): Json {
	if (Array.isArray(one) && Array.isArray(other)) {
		return [merge(one[0] as Json, other[0] as Json)];
	}
	if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) {
		return other === undefined ? one : other;
	}
	const merged: Record<string, Json> = { ...(one as Record<string, Json>) };
	for (const [key, value] of Object.entries(other as Record<string, Json>)) {
		merged[key] = key in merged ? merge(merged[key], value) : value;
	}
	return merged;
}

/** What has the same answer in one line. */
function rows(title: string, answers: readonly (readonly [asked: string, answer: string])[]): readonly string[] {
	const groups = new Map<string, string[]>();
	for (const [asked, answer] of answers) {
		groups.set(answer, [...(groups.get(answer) ?? []), asked]);
	}
	return [...groups].map(([answer, asked]) => `${title} | ${asked.join(", ")} | ${answer}`);
}

function ofKinds(title: string, answer: (kind: Json) => string, kinds = KINDS): readonly string[] {
	return rows(
		title,
		Object.entries(kinds).map(([name, kind]) => [name, answer(kind)] as const),
	);
}

function expectRecorded(name: string, lines: readonly string[]): void {
	expect(lines).toEqual(recordedLines(join(OUTCOMES, `model-${name}.txt`), lines));
}

const join2 = (items: readonly string[]): string => items.join("; ") || "-";

/** `12..20` as what stands there. */
const short = (value: Value): string => (value.kind === "literal" ? value.text : value.kind);

test("each place that is looked at is known", () => {
	expectRecorded("places", [
		...ENVIRONMENT_PLACES.map((place) => `environment ${JSON.stringify(place)}`),
		...PASSWORD_PLACES.map(({ type, paths }) => `password ${type} ${paths.join(" ")}`),
		...SCRIPT_PLACES.map((place) => `script ${JSON.stringify(place)}`),
		...INIT_METADATA.map((name) => `init ${name}`),
		...[...VOLUME_PLACES, ...IMAGE_PLACES, ...COPY_PLACES].map((place) => `volume ${JSON.stringify(place)}`),
	]);
	for (const { type, paths } of PASSWORD_PLACES) {
		for (const path of paths) {
			expect(takesSecret(type, path.replaceAll("[]", ""))).toBe(true);
			expect(takesSecret(type, `${path}x`)).toBe(false);
		}
	}
});

test("a rung is below those above it, and what is unknown is below none", () => {
	for (const [index, rung] of RUNGS.entries()) {
		expect(RUNGS.map((minimum) => isBelow(rung, minimum))).toEqual(RUNGS.map((_, other) => index < other));
		expect(isBelow("unknown", rung)).toBe(false);
	}
});

/** Stores that are read alike differ in their names alone; what changes with a deployment is the table's own. */
const SHAPES = [
	...new Map(
		STORES.map((store): [string, Store] => {
			const { inverted, keyAlone, absent, on, off, unless, sources, byDefault, when } = store;
			const has = [store.at, store.switch, store.mode, store.key, unless, sources, byDefault, when].map(
				(one) => one !== undefined,
			);
			const lists = (store.mode ?? store.key ?? "").includes("[]");
			return [[inverted, keyAlone, absent, on, off, lists, ...has].join(), store];
		}),
	).values(),
];

/** The kinds that a store may tell apart. */
const OF_STORES = Object.fromEntries(
	Object.entries(KINDS).filter(
		([name]) => !["empty", "yes", "text", "'false'", "import", "sub", "list", "split"].includes(name),
	),
);

const stateOf = (resource: Resource): string =>
	join2(
		readStores(resource).map(
			(state) =>
				`${state.protection}${state.keyWithoutSwitch ? " without a switch" : ""} ${updateOfSwitch(resource, state)} ${updateOfKey(resource, state)} ${state.switch.kind} ${state.mode.kind} ${state.key.kind} ${String(state.place.start)}${renderWords(whenWords(state.when))}`,
		),
	);

test("the stores of a resource are read", () => {
	const properties = (store: Store, one: Json, mode: Json, key: Json): Json =>
		[
			[store.switch, one],
			[store.mode, mode],
			[store.key, key],
			...(store.when ?? []).map(({ path, is }) => [path, is[0]] as const),
		]
			.filter((pair): pair is [string, Json] => pair[0] !== undefined)
			.map(([path, value]) => at(store.at === undefined ? path : `${store.at}.${path}`, value))
			.reduce((all, other) => merge(all, other), {});
	expectRecorded(
		"stores",
		SHAPES.flatMap((store) => {
			const read = (one: Json, mode: Json, key: Json): string =>
				stateOf(resourceOf(store.type, properties(store, one, mode, key)));
			return [
				...(store.switch === undefined
					? []
					: ofKinds(`${store.type} switch`, (kind) => read(kind, "SSE_KMS", undefined), OF_STORES)),
				...(store.mode === undefined
					? []
					: ofKinds(`${store.type} mode`, (kind) => read(true, kind, undefined), OF_STORES)),
				...(store.mode === undefined
					? []
					: ofKinds(`${store.type} mode with key`, (kind) => read(true, kind, "alias/orders"), OF_STORES)),
				...(store.key === undefined
					? []
					: ofKinds(`${store.type} key`, (kind) => read(undefined, undefined, kind), OF_STORES)),
				...(store.key === undefined || store.switch === undefined
					? []
					: ofKinds(`${store.type} key and off`, (kind) => read(false, undefined, kind), OF_STORES)),
				...(store.key === undefined || store.switch === undefined
					? []
					: ofKinds(`${store.type} key and on`, (kind) => read(true, undefined, kind), OF_STORES)),
				...(store.unless ?? []).map(
					(path) =>
						`${store.type} unless ${path} | ${stateOf(resourceOf(store.type, merge(properties(store, undefined, undefined, undefined), at(store.at === undefined ? path : `${store.at}.${path}`, "x"))))}`,
				),
				...(store.sources ?? []).map(
					(path) =>
						`${store.type} from ${path} | ${stateOf(resourceOf(store.type, merge(properties(store, undefined, undefined, undefined), at(store.at === undefined ? path : `${store.at}.${path}`, "x"))))}`,
				),
			];
		}),
	);
});

test("the default encryption of a bucket is read", () => {
	const bucket = (encryption: Json): string => {
		const resource = resourceOf("AWS::S3::Bucket", { BucketEncryption: encryption });
		return join2(
			readBucket(resource).map(
				(state) =>
					`${state.protection} ${String(state.algorithm)} ${String(state.at.start)}${state.rule === null ? "" : " rule"}${state.byDefault === null ? "" : " default"}${renderWords(whenWords(state.when))} /${renderWords(whenWords(state.algorithmWhen))}`,
			),
		);
	};
	const rule = (byDefault: Json): Json => ({
		ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }],
	});
	expectRecorded("buckets", [
		...ofKinds("encryption", (kind) => bucket(kind)),
		...ofKinds("rules", (kind) => bucket({ ServerSideEncryptionConfiguration: kind })),
		...ofKinds("rule", (kind) => bucket({ ServerSideEncryptionConfiguration: [kind ?? {}] })),
		...ofKinds("default", (kind) => bucket(rule(kind))),
		...ofKinds("algorithm", (kind) => bucket(rule({ SSEAlgorithm: kind }))),
		...ofKinds("key", (kind) => bucket(rule({ SSEAlgorithm: "aws:kms", KMSMasterKeyID: kind }))),
		`${bucket(rule({ SSEAlgorithm: { "Fn::If": ["Maybe", "aws:kms", "AES256"] }, KMSMasterKeyID: { "Fn::If": ["Maybe", "alias/a", NOTHING] } }))}`,
		`${bucket({ "Fn::If": ["Maybe", rule({ SSEAlgorithm: "AES256" }), NOTHING] })}`,
	]);
});

test("a volume is read", () => {
	const weak = (properties: Json, index: number): string => {
		const [place] = VOLUME_PLACES.filter(({ key, snapshot, off }) =>
			index === 0 ? off !== undefined : index === 1 ? snapshot !== null : key === null,
		);
		if (place === undefined) {
			return "-";
		}
		const named = { E: place.encrypted, K: place.key ?? "K", S: place.snapshot ?? "S" };
		const renamed = Object.fromEntries(
			Object.entries(properties as object).map(([name, value]) => [named[name as "E"], value as Json]),
		);
		const { properties: read } = resourceOf("AWS::X::Y", renamed);
		return read.kind !== "map"
			? "?"
			: join2(
					weakVolumes(place, read, "customer-key").map(
						(state) =>
							`${state.protection} ${state.switch.kind} ${state.key.kind}${state.keyWithoutSwitch ? " without a switch" : ""}${renderWords(whenWords(state.when))}`,
					),
				);
	};
	const either = { "Fn::If": ["Maybe", true, NOTHING] };
	expectRecorded(
		"volumes",
		[0, 1, 2].flatMap((index) => [
			...ofKinds(`${String(index)} switch`, (kind) => weak({ E: kind }, index)),
			...ofKinds(`${String(index)} key`, (kind) => weak({ E: true, K: kind }, index)),
			...ofKinds(`${String(index)} key alone`, (kind) => weak({ K: kind }, index)),
			...ofKinds(`${String(index)} snapshot`, (kind) => weak({ S: kind }, index)),
			`${String(index)} ways | ${weak({ E: either, K: { "Fn::If": ["Maybe", "alias/a", NOTHING] }, S: { "Fn::If": ["Maybe", "snap", NOTHING] } }, index)}`,
			`${String(index)} off | ${weak({ E: "UNENCRYPTED" }, index)} ${weak({ E: "NONE" }, index)}`,
		]),
	);
});

test("a key is found behind what names it", () => {
	const alias = (name: Json, target: Json): Json => ({
		Type: "AWS::KMS::Alias",
		Properties: { AliasName: name, TargetKeyId: target },
	});
	const around = {
		Own: alias("alias/own", { Ref: "K" }),
		Twice: alias("alias/own", "elsewhere"),
		Foreign: alias("alias/foreign", "1234"),
		Queue: { Type: "AWS::SQS::Queue" },
		OfQueue: alias("alias/queue", { Ref: "Queue" }),
		Either: alias({ "Fn::If": ["Maybe", "alias/one", "alias/two"] }, { "Fn::GetAtt": ["K", "Arn"] }),
	};
	const named = (value: Json): string => {
		const { stack, properties } = resourceOf("AWS::X::Y", { V: value }, around);
		const inner = properties.kind === "map" ? properties.entries[0]?.value : undefined;
		return inner === undefined
			? "-"
			: alternatives(inner)
					.map((one) => findKey(stack, one.value)?.id ?? "-")
					.join();
	};
	expectRecorded("keys", [
		...ofKinds("kind", named),
		...rows(
			"named",
			(
				[
					{ Ref: "K" },
					{ Ref: "Own" },
					{ Ref: "Foreign" },
					{ Ref: "OfQueue" },
					{ Ref: "Queue" },
					"alias/own",
					"alias/one",
					"alias/two",
					"alias/other",
					"xalias/own",
					"alias/own:x",
					"arn:aws:kms:eu-west-1:111122223333:alias/own",
					{ "Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/own" },
					{ "Fn::Sub": "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:${Own}" },
					{ "Fn::Sub": "arn:aws:sqs:${Queue}:alias/own" },
					{ "Fn::Sub": "alias/${AWS::Region}" },
				] satisfies readonly Json[]
			).map((value) => [JSON.stringify(value), named(value)] as const),
		),
		...ofKinds("rung", (kind) => {
			const inner = resourceOf("AWS::X::Y", { V: kind }).get("V");
			return alternatives(inner)
				.map(
					({ value, when }) =>
						`${readKey(value, "provider-owned")} ${switchOf(value)}${renderWords(whenWords(when))}`,
				)
				.join("; ");
		}),
		...["KeySpec", "CustomerMasterKeySpec", "KeyUsage", "Origin"].flatMap((name) =>
			ofKinds(name, (kind) => kindOfKey(resourceOf("AWS::KMS::Key", { [name]: kind }))),
		),
		...["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "AWS_KMS"].map(
			(text) =>
				`${text} | ${["KeySpec", "CustomerMasterKeySpec", "KeyUsage", "Origin"].map((name) => kindOfKey(resourceOf("AWS::KMS::Key", { [name]: text }))).join(" ")}`,
		),
	]);
});

test("the keys that fit are offered, and new ids are free", () => {
	const user = resourceOf(
		"AWS::SQS::Queue",
		{},
		{
			Rsa: { Type: "AWS::KMS::Key", Properties: { KeySpec: "RSA_2048" } },
			Maybe1: { Type: "AWS::KMS::Key", Condition: "Maybe" },
			Circle: { Type: "AWS::KMS::Key", Properties: { Description: { "Fn::Sub": "${R}" } } },
			Two: { Type: "AWS::KMS::Key" },
			Three: { Type: "AWS::KMS::Key" },
			Four: { Type: "AWS::KMS::Key" },
		},
	);
	expect(fittingKeys(user).map(({ id }) => id)).toEqual(["K", "Two", "Three"]);
	expectRecorded("new-key", [JSON.stringify(newKey("Why"))]);
	expect(["K", "New", "Given", "Two"].map((id) => freshId(user.stack, "AWS::KMS::Key", id))).toEqual([
		"K2",
		"New",
		"Given2",
		"Two2",
	]);
});

test("variables are read, and measured", () => {
	const variables = (resource: Resource): string =>
		join2(
			variablesOf(resource).map(
				({ name, value, property, when, entry, nameSpan }) =>
					`${name} ${short(value)} ${property}${entry === null ? "" : " entry"} ${String(nameSpan.end - nameSpan.start)}${renderWords(whenWords(when))}`,
			),
		);
	const sizes = (properties: Json): string => {
		const read = measureEnvironments(resourceOf("AWS::Lambda::Function", properties));
		return join2(
			read.map((ways) =>
				ways
					.map(
						(one) =>
							`${String(one.bytes)}${one.exact ? "" : "+"} ${one.largest.name} ${String(one.largest.bytes)} ${String(one.at.start)}${renderWords(whenWords(one.when))}`,
					)
					.join(", "),
			),
		);
	};
	const measured = (environment: Json): string => sizes({ Environment: { Variables: environment } });
	expectRecorded("variables", [
		...ENVIRONMENT_PLACES.flatMap(({ type, path, pair }) => {
			const write = (name: Json, value: Json): Json =>
				at(path, pair === undefined ? { [String(name)]: value } : { [pair.name]: name, [pair.value]: value });
			return [
				...ofKinds(`${type} ${path}`, (kind) => variables(resourceOf(type, write("A", kind)))),
				...(pair === undefined
					? []
					: ofKinds(`${type} ${path} name`, (kind) => variables(resourceOf(type, write(kind, "x"))))),
			].slice(0, type === "AWS::Lambda::Function" || type.startsWith("AWS::ECS") ? 99 : 2);
		}),
		...ofKinds("environment", (kind) => measured(kind)),
		...ofKinds("size", (kind) => measured({ A: kind, ÄÖ: "xyz" })),
		`ways | ${measured({ A: { "Fn::If": ["Maybe", "12345", "1"] }, B: { "Fn::If": ["Other", "12345", NOTHING] }, C: { "Fn::If": ["Maybe", "1", "12345"] } })}`,
		`branches | ${sizes({ Environment: { "Fn::If": ["Maybe", { Variables: { A: "1" } }, { Variables: { A: "12", B: { "Fn::If": ["Maybe", "1", "22"] } } }] } })}`,
		`numbers | ${measured({ A: 1.5, B: 100 })} ${measured({ A: { "Fn::Sub": "a${AWS::Region}b" } })} ${measured({ A: "{{resolve:ssm:/a}}b" })}`,
	]);
});

test("texts are named", () => {
	const texts = (value: Json): string =>
		join2(
			textsIn(resourceOf("AWS::X::Y", value).properties, "R").map(
				(one) => `${one.name} ${one.path} ${one.text}${renderWords(whenWords(one.when))}`,
			),
		);
	const NAMES = [
		"Name",
		"name",
		"Key",
		"key",
		"ParameterKey",
		"OptionName",
		"ParameterName",
		"HeaderName",
		"Variable",
	];
	const VALUES = ["Value", "value", "ParameterValue", "DefaultValue", "HeaderValue", "StringValue", "StaticValue"];
	expectRecorded("texts", [
		...ofKinds("kind", (kind) => texts({ A: kind })),
		...ofKinds("name", (kind) => texts({ P: [{ Name: kind, Value: "x" }] })),
		...NAMES.map((name) => `${name} | ${texts({ P: [{ [name]: "N", Value: "x" }] })}`),
		...VALUES.map((value) => `${value} | ${texts({ P: [{ Name: "N", [value]: "x" }] })}`),
		...["default", "Default", "defaultValue", "other"].map(
			(key) => `${key} | ${texts({ P: { [key]: "x" } })} ${texts({ [key]: "x" })}`,
		),
		...["--api-key", "--a", "-a", "api-key", "--1", "x--ab", "--ab=c"].map(
			(option) => `${option} | ${texts({ C: ["run", option, "v", "w"] })}`,
		),
		`numbers | ${texts({ A: 1, B: { C: 2.5, D: true } })}`,
	]);
});

test("a bucket is asked who uses it", () => {
	const names = (around: Json, properties: Json = {}): string => {
		const resource = resourceOf("AWS::S3::Bucket", properties, around);
		return [
			takesLogs(resource) ? "logs" : "",
			servesWebsite(resource) ? "website" : "",
			isUsedByService(resource) ? "cloudfront" : "",
		].join(" ");
	};
	const logging = (name: Json): Json => ({
		S: { Type: "AWS::S3::Bucket", Properties: { LoggingConfiguration: { DestinationBucketName: name } } },
	});
	const balancer = (key: Json, value: Json): Json => ({
		B: {
			Type: "AWS::ElasticLoadBalancingV2::LoadBalancer",
			Properties: {
				LoadBalancerAttributes: [
					{ Key: "x", Value: "y" },
					{ Key: key, Value: value },
				],
			},
		},
	});
	const distribution = (configuration: Json): Json => ({
		D: { Type: "AWS::CloudFront::Distribution", Properties: { DistributionConfig: configuration } },
	});
	const SAME: readonly Json[] = [
		{ "Fn::Sub": "logs-${AWS::Region}" },
		{ "Fn::Sub": "logs-${Given}" },
		{ "Fn::Sub": "logs-${K.Arn}" },
		{ "Fn::Sub": "logs-${K}" },
		{ "Fn::ImportValue": "a" },
		{ "Fn::ImportValue": "b" },
		{ Ref: "Given" },
		{ "Fn::Split": [",", "a"] },
		"logs",
		"",
	];
	expectRecorded("bucket-users", [
		...SAME.flatMap((name) =>
			SAME.filter((other) => names(logging(name), { BucketName: other }).startsWith("logs")).map(
				(other) => `${JSON.stringify(name)} = ${JSON.stringify(other)}`,
			),
		),
		...ofKinds("access", (kind) => names({}, { AccessControl: kind })),
		`access | ${names({}, { AccessControl: "LogDeliveryWrite" })}`,
		...ofKinds("website", (kind) => names({}, { WebsiteConfiguration: kind })),
		...ofKinds("target", (kind) => names(logging(kind), { BucketName: "other" })),
		`reference | ${names(logging({ Ref: "R" }))} ${names(logging({ Ref: "K" }))} ${names(logging({ "Fn::GetAtt": ["R", "Arn"] }))}`,
		...[
			"access_logs.s3.bucket",
			"connection_logs.s3.bucket",
			"access_logs.s3.prefix",
			"xaccess_logs.s3.bucket",
			"access_logs.s3.bucketx",
		].map((key) => `${key} | ${names(balancer(key, { Ref: "R" }))}`),
		`balancer | ${names(balancer({ Ref: "Given" }, { Ref: "R" }))} ${names({ B: { Type: "AWS::ElasticLoadBalancing::LoadBalancer", Properties: { AccessLoggingPolicy: { S3BucketName: { Ref: "R" } } } } })}`,
		`origin | ${names(distribution({ Origins: [{ DomainName: { "Fn::GetAtt": ["R", "RegionalDomainName"] } }] }))}`,
		`origin | ${names(distribution({ Origins: [{ DomainName: { "Fn::Sub": "${R}.s3.amazonaws.com" } }] }))}`,
		`origin | ${names(distribution({ Origins: [{ DomainName: "R" }] }))} ${names(distribution({ Origins: [{ DomainName: { Ref: "Given" } }] }))}`,
		`log | ${names(distribution({ Logging: { Bucket: { "Fn::GetAtt": ["R", "DomainName"] } } }))}`,
		...ofKinds("lifecycle", (kind) =>
			String(lifecycleOf(resourceOf("AWS::DLM::LifecyclePolicy", { PolicyDetails: { PolicyType: kind } }))),
		),
		`lifecycle | ${String(lifecycleOf(resourceOf("AWS::DLM::LifecyclePolicy", { PolicyDetails: { PolicyType: "IMAGE_MANAGEMENT" } })))} ${String(lifecycleOf(resourceOf("AWS::X::Y", {})))}`,
	]);
});

test("policies are found, and their texts", () => {
	const document = { Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*" }] };
	const policies = (type: string, properties: Json): string =>
		join2(
			policiesIn(resourceOf(type, properties)).map(
				({ property, when, policy }) =>
					`${property} ${String(policy.statements.length)}${renderWords(whenWords(when))}`,
			),
		);
	const implied = (properties: Json): string =>
		join2(
			impliedPolicies(resourceOf("AWS::Serverless::Function", properties)).map(
				(one) =>
					`${String(one.name)} ${one.document?.kind ?? "-"} ${one.arguments?.kind ?? "-"}${renderWords(whenWords(one.when))}`,
			),
		);
	const DIRECT = [
		"AWS::IAM::ManagedPolicy",
		"AWS::IAM::Policy",
		"AWS::IAM::RolePolicy",
		"AWS::IAM::UserPolicy",
		"AWS::IAM::GroupPolicy",
		"AWS::SSO::PermissionSet",
	];
	expectRecorded("policies", [
		...DIRECT.map((type) => `${type} | ${policies(type, { PolicyDocument: document, InlinePolicy: document })}`),
		...["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group", "AWS::SQS::Queue"].map(
			(type) =>
				`${type} | ${policies(type, { Policies: [{ PolicyDocument: document }, { PolicyDocument: { "Fn::If": ["Maybe", document, NOTHING] } }] })}`,
		),
		...ofKinds("document", (kind) => policies("AWS::IAM::ManagedPolicy", { PolicyDocument: kind })),
		...ofKinds("texts", (kind) =>
			textsOf(resourceOf("AWS::X::Y", { V: kind }).get("V"))
				.map((text) =>
					JSON.stringify(text, (key, value: unknown) =>
						key === "span" || key === "value" ? undefined : value,
					),
				)
				.join(),
		),
		...ofKinds("implied", (kind) => implied({ Policies: kind })),
		...ofKinds("an implied one", (kind) => implied({ Policies: [kind ?? "x"] })),
		...ofKinds("implied beside a role", (kind) => implied({ Role: kind, Policies: ["A"] })),
		`implied | ${implied({ Policies: ["A", { DynamoDBCrudPolicy: { TableName: "t" } }, document] })}`,
		...ofKinds("names", (kind) =>
			String(namesResource(resourceOf("AWS::X::Y", { V: { A: [kind ?? "x"] } }).properties, "K")),
		),
		...["*", "a*", "*c", "a?c", "abc", "ABC", "a*b*c", "abcd", "?", "", "a**c", "*b*", "a.c", "??", "???"].map(
			(pattern) =>
				`${pattern} | ${["abc", "abbc", "ac", "a.c", "", "b", "a*c", "ABC"].filter((text) => covers(pattern, text)).join(" ")}`,
		),
	]);
});
