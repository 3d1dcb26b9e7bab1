import { STORES } from "../../../model/at-rest/stores.ts";
import { ENVIRONMENT_PLACES } from "../../../model/environment.ts";
import { PASSWORD_PLACES } from "../../../model/password-property.ts";
import { SCRIPT_PLACES } from "../../../model/user-data.ts";
import { COPY_PLACES, IMAGE_PLACES, VOLUME_PLACES } from "../../../model/volume.ts";

/** Names that rules use and no table of the model contains. */
const OTHERS: readonly (readonly [type: string, names: string])[] = [
	[
		"AWS::S3::Bucket",
		"BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm.KMSMasterKeyID.BucketKeyEnabled",
	],
	["AWS::KMS::Key", "EnableKeyRotation.KeyPolicy.KeySpec"],
	["AWS::CloudFront::Distribution", "LambdaFunctionARN"],
];

/** Paths that rules follow to other resources, inside of names that are usually the author's own. */
const FOLLOWED: readonly (readonly [type: string, path: string])[] = [
	...["Role", "User", "Group"].map((name) => [`AWS::IAM::${name}`, "Policies.PolicyDocument"] as const),
	["AWS::ElasticLoadBalancing::LoadBalancer", "AccessLoggingPolicy.S3BucketName"],
	["AWS::Config::OrganizationConfigRule", "OrganizationManagedRuleMetadata.RuleIdentifier"],
];

/** What rules ask of a type. */
interface Asked {
	/** By their lower-case form: CDK only changes the case of names. */
	readonly names: Map<string, string>;
	/** In lower case, the paths inside of which they ask. */
	readonly outer: Set<string>;
}

let asked: ReadonlyMap<string, Asked> | undefined;

function askedByType(): ReadonlyMap<string, Asked> {
	if (asked === undefined) {
		const all = new Map<string, Asked>();
		const add = (type: string, paths: readonly (string | null | undefined)[], at?: string): void => {
			const known = all.get(type) ?? { names: new Map<string, string>(), outer: new Set<string>() };
			all.set(type, known);
			for (const path of paths) {
				const whole = [at, path ?? ""].filter((part) => part !== undefined && part !== "").join(".");
				const parts = whole.replaceAll("[]", "").split(".");
				parts.forEach((name, index) => {
					known.names.set(name.toLowerCase(), name);
					if (index < parts.length - 1) {
						known.outer.add(
							parts
								.slice(0, index + 1)
								.join(".")
								.toLowerCase(),
						);
					}
				});
			}
		};
		ENVIRONMENT_PLACES.forEach(({ type, path, pair }) => {
			add(type, [path]);
			add(type, pair === undefined ? [] : [pair.name, pair.value], path);
		});
		FOLLOWED.forEach(([type, path]) => {
			add(type, [path]);
		});
		PASSWORD_PLACES.forEach(({ type, paths }) => {
			add(type, paths);
		});
		SCRIPT_PLACES.forEach(({ type, path }) => {
			add(type, [path]);
		});
		[...VOLUME_PLACES, ...IMAGE_PLACES, ...COPY_PLACES].forEach(({ type, path, encrypted, key, snapshot }) => {
			add(type, [path]);
			add(type, [encrypted, key, snapshot], path);
		});
		for (const store of STORES) {
			add(store.type, [store.at, store.switch, store.mode, store.key]);
			add(store.type, [store.switch, store.mode, store.key], store.at);
			add(store.type, [
				...(store.unless ?? []),
				...(store.sources ?? []),
				store.byDefault?.path,
				store.alwaysOwned?.path,
				...(store.unlessAll ?? []).map(({ path }) => path),
				...(store.when ?? []).map(({ path }) => path),
			]);
		}
		// Last, because the metadata tables of a bucket spell `SseAlgorithm` differently.
		for (const [type, list] of OTHERS) {
			add(type, list.split("."));
		}
		asked = all;
	}
	return asked;
}

/** CloudFormation's name of a property that CDK spells `kmsMasterKeyId`. */
export function toCfnName(type: string, name: string): string {
	return askedByType().get(type)?.names.get(name.toLowerCase()) ?? name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** CDK's spelling of CloudFormation's name: `KMSMasterKeyID` is `kmsMasterKeyId`, `SSEEnabled` is `sseEnabled`. */
export function toCdkName(name: string): string {
	const words = name
		.replace(/([a-z\d])([A-Z])/gu, "$1 $2")
		.replace(/([A-Z])([A-Z][a-z])/gu, "$1 $2")
		.split(" ");
	return words
		.map((word, index) =>
			index === 0 ? word.toLowerCase() : word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase(),
		)
		.join("");
}

/** Properties below which names are the author's own, or another language's: variables, policies, tags. */
const VERBATIM =
	/(?:^|\.)(?:[a-z]*(?:policy|policies|document|definition|template|variables|parameters|tags|labels|arguments|attributes|options|headers|metadata|configuration|details|properties|context|schema|body|mappings|connectionproperties))$/iu;
/** Those among them that CDK types, and whose names it therefore changes. */
const TYPED =
	/(?:(?:^|\.)launchtemplatedata|(?:encryptionconfiguration|encryptionatrestoptions|clusterconfig|recoverypolicy|lifecyclepolicy|advancedsecurityoptions|masteruseroptions|ebsoptions|amidistributionconfiguration|ec2configuration|computeconfiguration|runtimeenvironmentvariables|environmentvariables|codeconfiguration|imageconfiguration|sourceconfiguration|authenticationconfiguration|logconfiguration|executecommandconfiguration|configuration|serversideencryptionconfiguration|workgroupconfiguration|resultconfiguration|volumeconfigurations|blockdevicemappings|loggingconfiguration|containerproperties|instanceconfiguration|linuxparameters|functionconfiguration))$/iu;

/** True if the names below a path of an L1 construct stay as written. */
export function isVerbatim(type: string, path: string): boolean {
	const isMap = ENVIRONMENT_PLACES.some(
		(place) => place.type === type && place.pair === undefined && place.path === path,
	);
	const isTyped =
		TYPED.test(path) || askedByType().get(type)?.outer.has(path.replaceAll("[]", "").toLowerCase()) === true;
	// Of other types, such as layers, CDK knows what the content is.
	const isDocument = type === "AWS::SSM::Document" && path.toLowerCase() === "content";
	return isMap || isDocument || (VERBATIM.test(path) && !isTyped);
}
