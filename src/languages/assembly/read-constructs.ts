import { NO_TRACE, readTrace, type Trace } from "./read-frames.ts";
import { isRecord } from "./read-json.ts";

/** The facts about a construct in an assembly. */
export interface Construct {
	/** `Shop/Orders/Resource`. */
	readonly path: string;
	/** Null for a construct without a resource in a template. */
	readonly logicalId: string | null;
	/** The calls that created it. */
	readonly trace: Trace;
	/** The calls that set a property later, by CloudFormation's name of the property; only with CDK_DEBUG=1. */
	readonly assignments: readonly { readonly property: string; readonly trace: Trace }[];
	/** The template of the stack that it is; null if it is not a stack, or an older CDK does not record it. */
	readonly templateFile: string | null;
	/** CDK's mark for the functions of custom resources. */
	readonly handler: boolean;
}

/** `Validations.of(construct).acknowledge({ id, reason })`. */
export interface Acknowledgement {
	/** The construct; the acknowledgement covers everything below it. Empty for the whole app. */
	readonly path: string;
	/** `aws-kms::require-key-rotation`. */
	readonly id: string;
	readonly reason: string;
	readonly trace: Trace;
}

export interface ConstructReading {
	readonly constructs: readonly Construct[];
	readonly acknowledgements: readonly Acknowledgement[];
}

/**
 * Reads the metadata of a stack, which has the same format in the manifest and in a separate file. Unknown entries are
 * skipped, because later versions may add some.
 *
 * Source: `ArtifactMetadataEntryType` of `@aws-cdk/cloud-assembly-schema`, and `Validations` of `aws-cdk-lib`.
 */
export function readConstructs(metadata: unknown): ConstructReading {
	const readers = Object.entries(isRecord(metadata) ? metadata : {}).map(([key, entries]) => {
		const reader = new ConstructReader(key.replace(/^\//u, ""));
		for (const entry of listOf(entries)) {
			if (isRecord(entry) && typeof entry["type"] === "string") {
				reader.take(entry["type"], entry);
			}
		}
		return reader;
	});
	return {
		constructs: readers.map((reader) => reader.construct),
		acknowledgements: readers.flatMap((reader) => reader.acknowledgements),
	};
}

/** Reads the metadata of one construct, one entry at a time. */
class ConstructReader {
	readonly acknowledgements: Acknowledgement[] = [];
	readonly #path: string;
	readonly #assignments: { property: string; trace: Trace }[] = [];
	#logicalId: string | null = null;
	#templateFile: string | null = null;
	#handler = false;
	#creation: Trace = NO_TRACE;
	#debug: Trace = NO_TRACE;

	constructor(path: string) {
		this.#path = path;
	}

	get construct(): Construct {
		return {
			path: this.#path,
			logicalId: this.#logicalId,
			trace: pickTrace(this.#creation, this.#debug),
			assignments: this.#assignments,
			templateFile: this.#templateFile,
			handler: this.#handler,
		};
	}

	take(type: string, { data, trace }: Readonly<Record<string, unknown>>): void {
		switch (type) {
			case "aws:cdk:logicalId":
				if (typeof data === "string") {
					this.#logicalId = data;
					this.#debug = readTrace(trace);
				}
				return;
			case "aws:cdk:creationStack":
				this.#creation = readTrace(data);
				return;
			case "aws:cdk:propertyAssignment":
				if (isRecord(data) && typeof data["propertyName"] === "string") {
					this.#assignments.push({ property: data["propertyName"], trace: readTrace(data["stackTrace"]) });
				}
				return;
			case "aws:cdk:templateFile":
				this.#templateFile = typeof data === "string" ? data : this.#templateFile;
				return;
			case "aws:cdk:acknowledged-rules":
				this.#acknowledge(data, readTrace(trace));
				return;
			case "aws:cdk:is-custom-resource-handler-singleton":
			case "aws:cdk:is-custom-resource-handler-customResourceProvider":
				this.#handler = true;
				return;
			default:
		}
	}

	#acknowledge(data: unknown, trace: Trace): void {
		for (const [id, reason] of Object.entries(isRecord(data) ? data : {})) {
			this.acknowledgements.push({
				path: this.#path,
				id,
				reason: typeof reason === "string" ? reason : "",
				trace,
			});
		}
	}
}

/**
 * The acknowledgements in the report of CDK's validation: those of an app and of a stage are in no stack's metadata.
 * Only if our plugin ran.
 */
export function readReportedAcknowledgements(report: unknown): readonly Acknowledgement[] {
	const found: Acknowledgement[] = [];
	for (const plugin of listOf(isRecord(report) ? report["pluginReports"] : null)) {
		for (const violation of listOf(isRecord(plugin) ? plugin["suppressedViolations"] : null)) {
			if (!isRecord(violation) || typeof violation["acknowledgedId"] !== "string") {
				continue;
			}
			const { acknowledgedId: id, acknowledgedAt: path, reason, acknowledgedStackTrace: trace } = violation;
			const one = {
				path: typeof path === "string" ? path : "",
				id,
				reason: typeof reason === "string" ? reason : "",
				trace: readTrace([trace]),
			};
			if (!found.some((other) => other.path === one.path && other.id === one.id)) {
				found.push(one);
			}
		}
	}
	return found;
}

/** The one that reaches the user's code; otherwise the one that was cut off. */
function pickTrace(creation: Trace, debug: Trace): Trace {
	return creation.frames.length > 0 ? creation : debug.frames.length > 0 || debug.truncated ? debug : creation;
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
