import type { CodeSource } from "../../../model/code-source.ts";
import type { MapValue, Value } from "../../../model/value.ts";
import { findEntry, scalarOf, textOfScalar, truthOf } from "../evaluate/values.ts";

/** What is asked of the function's module. */
export interface CodeHost {
	/** The folder that Terraform is started in; empty if it is not known. */
	readonly root: string;
	/** The arguments of a data source, or of a resource, by its id. */
	bodyOf(id: string): MapValue | undefined;
	/** The archives that the module of the function makes. */
	archives(): readonly MapValue[];
}

const UNKNOWN: CodeSource = { kind: "unknown", why: "its `filename` is not known until the run" };

/**
 * Where the code of an `aws_lambda_function` is: the source of the `archive_file` that is its package.
 *
 * @param body its arguments under their own names
 * @see https://registry.terraform.io/providers/hashicorp/archive/latest/docs/data-sources/file
 */
export function codeSourceOf(body: MapValue, isRegistry: boolean, host: CodeHost): CodeSource {
	const argument = (name: string): Value | undefined => findEntry(body, name)?.value;
	const text = (name: string): string | null => textAt(body, name);
	if (text("package_type") === "Image" || isSet(argument("image_uri"))) {
		return { kind: "foreign", why: "its code is a container image" };
	}
	if (isSet(argument("s3_bucket")) || isSet(argument("s3_existing_package"))) {
		return { kind: "foreign", why: "its code is an archive in S3" };
	}
	const handler = text("handler");
	if (isRegistry) {
		const layer = argument("create_layer");
		if (layer !== undefined && truthOf(layer) === true) {
			return { kind: "foreign", why: "it is a layer" };
		}
		const path = pathOf(argument("source_path"), host.root);
		return path === null
			? { kind: "unknown", why: "its `source_path` is not known until the run" }
			: { kind: "folder", base: "file", way: path, handler };
	}
	const filename = argument("filename");
	const archive = filename === undefined ? undefined : archiveOf(filename, host);
	if (archive === undefined) {
		const path = pathOf(filename, host.root);
		return path === null ? UNKNOWN : { kind: "unknown", why: "its package is made outside of this module" };
	}
	return fromArchive(archive, handler, host.root);
}

/** The archive by its reference, or by the path that both name. */
function archiveOf(filename: Value, host: CodeHost): MapValue | undefined {
	if (filename.kind === "reference" && filename.to.of === "resource") {
		return /(?:^|\.)archive_file\./u.test(filename.to.id) ? host.bodyOf(filename.to.id) : undefined;
	}
	const path = pathOf(filename, host.root);
	const found =
		path === null
			? []
			: host.archives().filter((one) => pathOf(findEntry(one, "output_path")?.value, host.root) === path);
	return found.length === 1 ? found[0] : undefined;
}

function fromArchive(archive: MapValue, handler: string | null, root: string): CodeSource {
	if (archive.open || findEntry(archive, "source") !== undefined) {
		return { kind: "unknown", why: "its archive has several sources" };
	}
	const folder = pathOf(findEntry(archive, "source_dir")?.value, root);
	const file = pathOf(findEntry(archive, "source_file")?.value, root);
	return folder !== null
		? {
				...{ kind: "folder", base: "file", way: folder, handler },
				...(isSet(findEntry(archive, "excludes")?.value) ? { leavesOut: true } : {}),
			}
		: file !== null
			? { kind: "file", base: "file", way: file, handler }
			: { kind: "unknown", why: "the source of its archive is not known until the run" };
}

/** An absolute path; null if it is not known. */
function pathOf(value: Value | undefined, root: string): string | null {
	if (value === undefined) {
		return null;
	}
	const scalar = textOfScalar(value);
	if (scalar !== undefined) {
		return root === "" || scalar.startsWith("/") ? null : `${root}/${scalar}`;
	}
	const parts = value.kind === "text" ? value.parts : [value];
	const [first, ...others] = parts;
	const folder = typeof first === "object" && first.kind === "unresolved" ? first.folder : undefined;
	return folder !== undefined && folder !== "" && others.every((part) => typeof part === "string")
		? `${folder}${others.join("")}`
		: null;
}

function isSet(value: Value | undefined): boolean {
	return value !== undefined && value.kind !== "absent" && scalarOf(value) !== "" && truthOf(value) !== false;
}

function textAt(body: MapValue, name: string): string | null {
	const value = findEntry(body, name)?.value;
	return value === undefined ? null : (textOfScalar(value) ?? null);
}
