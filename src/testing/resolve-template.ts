import { ACCOUNT_ID, REGION } from "./aws-double/account.ts";
import type { Statement } from "./aws-double/policy.ts";
import { lowerSam, type PlainTemplate } from "./lower-sam.ts";

/** A function as it is deployed. */
export interface DeployedFunction {
	/** Its logical id; in a nested stack after the id of that: `Orders/Api`. */
	readonly id: string;
	readonly name: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly handler: string;
	/** The ARN of the key that encrypts its variables; null for the AWS managed key. */
	readonly key: string | null;
	/** The principal of its role: the name of the role, or the ARN of one that is not in the template. */
	readonly role: string;
}

/** A key, with the statements of its policy; null for the policy that KMS gives to a key without one. */
interface DeployedKey {
	readonly id: string;
	readonly arn: string;
	readonly policy: readonly Statement[] | null;
	readonly aliases: readonly string[];
}

/** What a template makes of an account. */
export interface Deployed {
	readonly functions: readonly DeployedFunction[];
	/** The statements of each role's policies, by its name. */
	readonly roles: ReadonlyMap<string, readonly Statement[]>;
	readonly keys: readonly DeployedKey[];
}

export interface DeployOptions {
	/** Values of parameters without a default, or over it. */
	readonly parameters?: Readonly<Record<string, string>>;
	/** The ARN of a new key. */
	readonly newKey: () => string;
	/** The template of a nested stack, by the path that is written. */
	readonly templateAt?: (path: string) => PlainTemplate;
}

type Data = unknown;
type DataMap = Readonly<Record<string, Data>>;

interface DeployedResource {
	readonly id: string;
	readonly type: string;
	readonly written: string;
	readonly properties: DataMap;
	readonly attributes: DataMap;
}

const PSEUDO: Readonly<Record<string, string>> = {
	"AWS::AccountId": ACCOUNT_ID,
	"AWS::Region": REGION,
	"AWS::Partition": "aws",
	"AWS::URLSuffix": "amazonaws.com",
	"AWS::StackName": "app",
};

const NO_VALUE = Symbol("AWS::NoValue");

/**
 * Resolves a template as CloudFormation and the SAM transform do, with its own code: nothing of what reads templates in
 * the product takes part, so that a mistake there does not prove itself.
 *
 * @throws {Error} for what it does not know: no test passes by something that was left out
 */
export function resolveTemplate(template: PlainTemplate, options: DeployOptions): Deployed {
	return new TemplateResolver(template, options).deploy();
}

class TemplateResolver {
	readonly #template: PlainTemplate;
	readonly #options: DeployOptions;
	readonly #written: DataMap;
	readonly #lowered: DataMap;
	readonly #keys = new Map<string, string>();
	readonly #nested = new Map<string, { readonly deployed: Deployed; readonly outputs: DataMap }>();
	readonly #path: string;

	constructor(template: PlainTemplate, options: DeployOptions, path = "") {
		this.#template = template;
		this.#options = options;
		this.#path = path;
		this.#written = mapOf(template["Resources"]);
		this.#lowered = mapOf(lowerSam(template)["Resources"]);
		for (const [id, resource] of Object.entries(this.#lowered)) {
			if (mapOf(resource)["Type"] === "AWS::KMS::Key") {
				this.#keys.set(id, options.newKey());
			}
		}
	}

	deploy(): Deployed {
		this.#deployNested();
		const resources = this.#resources();
		const roles = new Map<string, Statement[]>();
		for (const resource of resources) {
			this.#collectRole(resource, roles);
		}
		for (const resource of resources) {
			attachPolicy(resource, roles);
		}
		const nested = [...this.#nested.values()].map(({ deployed }) => deployed);
		return {
			functions: [
				...resources.flatMap((resource) =>
					resource.type === "AWS::Lambda::Function" ? [this.#function(resource)] : [],
				),
				...nested.flatMap(({ functions }) => functions),
			],
			roles: new Map([...roles, ...nested.flatMap((one) => [...one.roles])]),
			keys: [
				...resources.flatMap((resource) =>
					resource.type === "AWS::KMS::Key" ? [this.#key(resource, resources)] : [],
				),
				...nested.flatMap(({ keys }) => keys),
			],
		};
	}

	outputs(): DataMap {
		return Object.fromEntries(
			Object.entries(mapOf(this.#template["Outputs"])).map(([name, output]) => [
				name,
				this.#resolve(mapOf(output)["Value"]),
			]),
		);
	}

	#resources(): readonly DeployedResource[] {
		return Object.entries(this.#lowered).flatMap(([id, resource]) => {
			const body = mapOf(resource);
			const condition = body["Condition"];
			if (typeof condition === "string" && !this.#condition(condition)) {
				return [];
			}
			return [
				{
					id,
					type: textOf(body["Type"]),
					written: textOf(mapOf(this.#written[id])["Type"]),
					properties: mapOf(this.#resolve(body["Properties"] ?? {})),
					attributes: body,
				},
			];
		});
	}

	#function({ id, written, properties }: DeployedResource): DeployedFunction {
		const role = properties["Role"];
		const implied = written === "AWS::Serverless::Function" && role === undefined;
		const arn = implied ? arnOfRole(this.#name(`${id}Role`)) : textOf(role);
		const variables = mapOf(mapOf(properties["Environment"] ?? {})["Variables"] ?? {});
		return {
			id: this.#path + id,
			name: this.#nameOfFunction(id),
			environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value)])),
			handler: textOf(properties["Handler"] ?? "index.handler"),
			key: properties["KmsKeyArn"] === undefined ? null : textOf(properties["KmsKeyArn"]),
			role: arn.startsWith(arnOfRole("")) ? arn.slice(arnOfRole("").length) : arn,
		};
	}

	#key({ id, properties }: DeployedResource, resources: readonly DeployedResource[]): DeployedKey {
		const arn = this.#keys.get(id) ?? "";
		const policy = properties["KeyPolicy"];
		return {
			id: this.#path + id,
			arn,
			policy: policy === undefined ? null : statementsOf(policy),
			aliases: resources
				.filter(({ type, properties: own }) => {
					const target = own["TargetKeyId"];
					return type === "AWS::KMS::Alias" && (target === arn || target === arn.split("/")[1]);
				})
				.map((alias) => textOf(alias.properties["AliasName"])),
		};
	}

	#collectRole({ id, type, written, properties }: DeployedResource, roles: Map<string, Statement[]>): void {
		if (written === "AWS::Serverless::Function" && properties["Role"] === undefined) {
			roles.set(this.#name(`${id}Role`), listOf(properties["Policies"]).flatMap(statementsOfSam));
		}
		if (type === "AWS::IAM::Role") {
			const inline = listOf(properties["Policies"]).flatMap((policy) =>
				statementsOf(mapOf(policy)["PolicyDocument"]),
			);
			const managed = listOf(properties["ManagedPolicyArns"]).flatMap((arn) => this.#managed(textOf(arn)));
			roles.set(this.#name(id), [...inline, ...managed]);
		}
	}

	/** A managed policy of the template, which is referred to by its logical id; those of AWS allow nothing here. */
	#managed(arn: string): readonly Statement[] {
		const id = /^arn:aws:iam::\d+:policy\/(.*)$/u.exec(arn)?.[1];
		const policy = id === undefined ? undefined : this.#lowered[id];
		return policy === undefined
			? []
			: statementsOf(mapOf(this.#resolve(mapOf(policy)["Properties"]))["PolicyDocument"]);
	}

	#name(id: string): string {
		return this.#path.replaceAll("/", "-") + id;
	}

	#nameOfFunction(id: string): string {
		const name = mapOf(mapOf(this.#lowered[id])["Properties"] ?? {})["FunctionName"];
		return name === undefined ? `app-${this.#name(id)}-1A2B3C` : textOf(this.#resolve(name));
	}

	#condition(name: string): boolean {
		return this.#resolve(mapOf(this.#template["Conditions"])[name]) === true;
	}

	#resolve(value: Data): Data {
		if (Array.isArray(value)) {
			return value.map((item) => this.#resolve(item)).filter((item) => item !== NO_VALUE);
		}
		if (typeof value !== "object" || value === null) {
			return value;
		}
		const entries = Object.entries(value);
		const [[key, argument] = ["", null], more] = entries;
		if (more === undefined && (key === "Ref" || key === "Condition" || key.startsWith("Fn::"))) {
			return key === "Condition" && typeof argument !== "string"
				? { [key]: this.#resolve(argument) }
				: this.#intrinsic(key, argument);
		}
		return Object.fromEntries(
			entries.flatMap(([name, item]) => {
				const resolved = this.#resolve(item);
				return resolved === NO_VALUE ? [] : [[name, resolved]];
			}),
		);
	}

	#intrinsic(name: string, argument: Data): Data {
		const list = (): readonly Data[] => listOf(this.#resolve(argument));
		switch (name) {
			case "Ref":
				return this.#ref(textOf(argument));
			case "Condition":
				return this.#condition(textOf(argument));
			case "Fn::GetAtt": {
				const [id, ...path] =
					typeof argument === "string" ? argument.split(".") : listOf(argument).map((one) => textOf(one));
				return this.#attribute(id ?? "", path.join("."));
			}
			case "Fn::Sub":
				return this.#sub(argument);
			case "Fn::Join": {
				const [separator, items] = list();
				return listOf(items).map(textOf).join(textOf(separator));
			}
			case "Fn::Split": {
				const [separator, text] = list();
				return textOf(text).split(textOf(separator));
			}
			case "Fn::Select": {
				const [index, items] = list();
				return listOf(items)[Number(index)];
			}
			case "Fn::If": {
				const [condition, yes, no] = listOf(argument);
				return this.#resolve(this.#condition(textOf(condition)) ? yes : no);
			}
			case "Fn::Equals": {
				const [a, b] = list();
				return a === b;
			}
			case "Fn::Not":
				return list()[0] !== true;
			case "Fn::And":
				return list().every((one) => one === true);
			case "Fn::Or":
				return list().some((one) => one === true);
			case "Fn::FindInMap": {
				const [map, top, second] = list().map(textOf);
				return mapOf(mapOf(mapOf(this.#template["Mappings"])[map ?? ""])[top ?? ""])[second ?? ""];
			}
			default:
				throw new Error(`The double of CloudFormation knows no '${name}'.`);
		}
	}

	#ref(id: string): Data {
		if (id === "AWS::NoValue") {
			return NO_VALUE;
		}
		const pseudo = PSEUDO[id];
		if (pseudo !== undefined) {
			return pseudo;
		}
		const parameter = mapOf(this.#template["Parameters"])[id];
		if (parameter !== undefined) {
			const given = this.#options.parameters?.[id] ?? mapOf(parameter)["Default"];
			if (given === undefined) {
				throw new Error(`The parameter '${id}' has no value.`);
			}
			return given;
		}
		const type = this.#typeOf(id);
		switch (type) {
			case "AWS::Lambda::Function":
				return this.#nameOfFunction(id);
			case "AWS::KMS::Key":
				return (this.#keys.get(id) ?? "").split("/")[1];
			case "AWS::KMS::Alias":
				return textOf(this.#property(id, "AliasName"));
			case "AWS::SSM::Parameter":
				return textOf(this.#property(id, "Name"));
			case "AWS::IAM::ManagedPolicy":
				return `arn:aws:iam::${ACCOUNT_ID}:policy/${id}`;
			default:
				return this.#name(id);
		}
	}

	#property(id: string, name: string): Data {
		return this.#resolve(mapOf(mapOf(this.#lowered[id])["Properties"])[name]);
	}

	/** Also of a role that SAM makes: `ApiRole` of a function 'Api'. */
	#typeOf(id: string): string {
		const type = mapOf(this.#lowered[id] ?? {})["Type"];
		if (typeof type === "string") {
			return type;
		}
		const owner = id.endsWith("Role") ? mapOf(this.#written[id.slice(0, -"Role".length)] ?? {}) : {};
		if (owner["Type"] !== "AWS::Serverless::Function") {
			throw new Error(`The template has no '${id}'.`);
		}
		return "AWS::IAM::Role";
	}

	#attribute(id: string, attribute: string): Data {
		const type = this.#typeOf(id);
		if (type === "AWS::CloudFormation::Stack" || type === "AWS::Serverless::Application") {
			return this.#nestedStack(id).outputs[attribute.replace(/^Outputs\./u, "")];
		}
		if (attribute !== "Arn") {
			return `${this.#name(id)}.${attribute}`;
		}
		switch (type) {
			case "AWS::Lambda::Function":
				return `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${this.#nameOfFunction(id)}`;
			case "AWS::IAM::Role":
				return arnOfRole(this.#name(id));
			case "AWS::KMS::Key":
				return this.#keys.get(id);
			default:
				return `arn:aws:double:${REGION}:${ACCOUNT_ID}:${this.#name(id)}`;
		}
	}

	#sub(argument: Data): string {
		const [text, own] = typeof argument === "string" ? [argument, {}] : listOf(argument);
		const map = mapOf(this.#resolve(own ?? {}));
		return textOf(text).replaceAll(/\$\{(!?)([^}]*)\}/gu, (_whole, literal: string, name: string) => {
			if (literal !== "") {
				return `\${${name}}`;
			}
			const given = map[name];
			if (given !== undefined) {
				return textOf(given);
			}
			const [id, ...path] = name.split(".");
			return textOf(path.length === 0 ? this.#ref(name) : this.#attribute(id ?? "", path.join(".")));
		});
	}

	#nestedStack(id: string): { readonly deployed: Deployed; readonly outputs: DataMap } {
		let known = this.#nested.get(id);
		if (known === undefined) {
			const location = this.#property(id, "Location") ?? this.#property(id, "TemplateURL");
			const template = this.#options.templateAt?.(textOf(location));
			if (template === undefined) {
				throw new Error(`The template of '${id}' is not there.`);
			}
			const parameters = mapOf(this.#property(id, "Parameters") ?? {});
			const child = new TemplateResolver(
				template,
				{
					...this.#options,
					parameters: Object.fromEntries(
						Object.entries(parameters).map(([name, value]) => [name, textOf(value)]),
					),
				},
				`${this.#path}${id}/`,
			);
			known = { deployed: child.deploy(), outputs: child.outputs() };
			this.#nested.set(id, known);
		}
		return known;
	}

	/** Stacks that nothing refers to are deployed too. */
	#deployNested(): void {
		for (const [id, resource] of Object.entries(this.#lowered)) {
			const type = mapOf(resource)["Type"];
			if (type === "AWS::CloudFormation::Stack" || type === "AWS::Serverless::Application") {
				this.#nestedStack(id);
			}
		}
	}
}

function arnOfRole(name: string): string {
	return `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
}

/** A policy that attaches itself to roles, by their names. */
function attachPolicy({ type, properties }: DeployedResource, roles: Map<string, Statement[]>): void {
	if (type !== "AWS::IAM::Policy" && type !== "AWS::IAM::ManagedPolicy" && type !== "AWS::IAM::RolePolicy") {
		return;
	}
	const names = type === "AWS::IAM::RolePolicy" ? [properties["RoleName"]] : listOf(properties["Roles"] ?? []);
	for (const name of names.map(textOf)) {
		roles.set(name, [...(roles.get(name) ?? []), ...statementsOf(properties["PolicyDocument"])]);
	}
}

/** A policy template of SAM, with the statements that it stands for, as far as they are about secrets. */
const SAM_TEMPLATES: Readonly<Record<string, (given: DataMap) => readonly Statement[]>> = {
	SSMParameterReadPolicy: ({ ParameterName }) => [
		allow(
			["ssm:GetParameters", "ssm:GetParameter", "ssm:GetParametersByPath"],
			`arn:aws:ssm:${REGION}:${ACCOUNT_ID}:parameter/${textOf(ParameterName)}`,
		),
	],
	SSMParameterWithSlashPrefixReadPolicy: ({ ParameterName }) => [
		allow(
			["ssm:GetParameters", "ssm:GetParameter", "ssm:GetParametersByPath"],
			`arn:aws:ssm:${REGION}:${ACCOUNT_ID}:parameter${textOf(ParameterName)}`,
		),
	],
	AWSSecretsManagerGetSecretValuePolicy: ({ SecretArn }) => [
		allow(["secretsmanager:GetSecretValue"], textOf(SecretArn)),
	],
	KMSDecryptPolicy: ({ KeyId }) => [
		allow(["kms:Decrypt"], `arn:aws:kms:${REGION}:${ACCOUNT_ID}:key/${textOf(KeyId)}`),
	],
};

function allow(actions: readonly string[], resource: string): Statement {
	return { Effect: "Allow", Action: actions, Resource: resource };
}

/** An item of SAM's `Policies`. */
function statementsOfSam(item: Data): readonly Statement[] {
	if (typeof item === "string") {
		return []; // A policy of AWS: none of those that tests name allows anything about secrets.
	}
	const map = mapOf(item);
	if ("Statement" in map) {
		return statementsOf(map);
	}
	return Object.entries(map).flatMap(([name, given]) => SAM_TEMPLATES[name]?.(mapOf(given)) ?? []);
}

function statementsOf(document: Data): readonly Statement[] {
	return listOf(mapOf(document)["Statement"]) as readonly Statement[];
}

function mapOf(value: Data): DataMap {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as DataMap) : {};
}

/** A list, or the one item that stands in its place. */
function listOf(value: Data): readonly Data[] {
	return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function textOf(value: Data): string {
	if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
		throw new Error(`A text was expected, not ${JSON.stringify(value)}.`);
	}
	return String(value);
}
