import { createRequire } from "node:module";

/** What AWS's specification says of one property on a path. */
export interface PropertyDescription {
	readonly causesReplacement?: "yes" | "no" | "maybe";
	/** The text of its page. */
	readonly documentation?: string;
	readonly type: PropertyType;
}

interface Property extends PropertyDescription {
	readonly previousTypes?: readonly PropertyType[];
}

interface PropertyType {
	/** `string`, `array`, `map`, `json`, `ref`, … */
	readonly type: string;
	readonly reference?: { readonly $ref: string };
	readonly element?: PropertyType;
	readonly types?: readonly PropertyType[];
}

interface Described {
	readonly properties: Readonly<Record<string, Property | undefined>>;
}

interface Specification {
	readonly lookup: (
		entity: "resource",
		field: "cloudFormationType",
		how: "equals",
		value: string,
	) => Iterable<Described>;
	readonly get: (entity: "typeDefinition", id: string) => Described;
}

// What `@aws-cdk/cloudformation-diff` itself asks.
const require = createRequire(createRequire(import.meta.url).resolve("@aws-cdk/cloudformation-diff"));
const SPECIFICATION = (
	require("@aws-cdk/aws-service-spec") as { readonly loadAwsServiceSpecSync: () => Specification }
).loadAwsServiceSpecSync();

/** The property at a path of a resource type, after what it stands in. As far as the specification knows them. */
export function describeProperty(type: string, path: string): readonly PropertyDescription[] {
	const [resource] = SPECIFICATION.lookup("resource", "cloudFormationType", "equals", type);
	const chain: PropertyDescription[] = [];
	let properties = resource?.properties;
	for (const name of path.replaceAll("[]", "").split(".")) {
		const property = properties?.[name];
		if (property === undefined) {
			return chain;
		}
		chain.push(property);
		const id = [property.type, ...(property.previousTypes ?? [])].map(referenceOf).find((one) => one !== undefined);
		properties = id === undefined ? undefined : SPECIFICATION.get("typeDefinition", id).properties;
	}
	return chain;
}

function referenceOf({ reference, element, types }: PropertyType): string | undefined {
	return (
		reference?.$ref ??
		(element === undefined ? undefined : referenceOf(element)) ??
		types?.map(referenceOf).find((one) => one !== undefined)
	);
}
