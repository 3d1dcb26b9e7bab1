/** A call in the user's code that led to a construct. */
export interface StackFrame {
	/** The function that contains the call: `new ShopStack`; empty if the trace has none. */
	readonly name: string;
	/** As recorded: usually absolute, on the machine of the synthesis; with `/`. */
	readonly file: string;
	readonly line: number;
	/** From 1; null if the trace has none. */
	readonly column: number | null;
}

/** The content of a trace. */
export interface Trace {
	/** Calls in the user's code, innermost first. */
	readonly frames: readonly StackFrame[];
	/** There was a trace, but it ended before the user's code. */
	readonly truncated: boolean;
}

export const NO_TRACE: Trace = { frames: [], truncated: false };

/**
 * Reads a stack trace as CDK keeps it, in any of its forms, and leaves out what is not the user's:
 *
 *     new ShopStack (/app/lib/shop-stack.ts:21:18)      since 2.251, others masked
 *     ...new Function2 in aws-cdk-lib...                what is masked
 *     (no user code in 10 frames, use --stack-trace-limit to capture more)
 *     new Function (/app/node_modules/aws-cdk-lib/…)    before 2.251, nothing masked
 *     Array.forEach (:)                                 a frame of the engine
 *     C:\app\bin\app.ts:5:1                             the top of a CommonJS module
 *     file:///app/bin/app.mjs:5: (file:///app/bin/app.mjs:5:1)    the top of a module, whose column CDK loses
 */
export function readTrace(trace: unknown): Trace {
	if (!Array.isArray(trace)) {
		return NO_TRACE;
	}
	const lines = trace.flatMap((line: unknown) => (typeof line === "string" ? line.split("\n") : []));
	const frames = lines.flatMap((line) => {
		const frame = readFrame(line);
		return frame === null || isForeign(frame.file) ? [] : [frame];
	});
	return { frames, truncated: frames.length === 0 && lines.length > 0 };
}

function readFrame(line: string): StackFrame | null {
	const text = line.trim().replace(/^at /u, "");
	if (text === "" || text.startsWith("...") || text.startsWith("(")) {
		return null;
	}
	const paren = text.indexOf(" (");
	if (paren === -1 || !text.endsWith(")")) {
		return frameOf("", text);
	}
	const name = text.slice(0, paren).replace(/^async /u, "");
	const top = /^(?:file:|\/|[A-Za-z]:[\\/])/u.test(name) ? frameOf("", name.replace(/:$/u, "")) : null;
	if (top !== null) {
		// CDK cuts two characters off such a name and one off the position: the line is complete, the column is not.
		const whole = splitPlace(name.replace(/:$/u, ""));
		return whole === null ? null : { name: "", file: toPath(whole.file), line: whole.line, column: null };
	}
	return frameOf(name, text.slice(paren + 2, -1));
}

function frameOf(name: string, place: string): StackFrame | null {
	const split = splitPlace(place);
	return split === null || split.file === ""
		? null
		: { name, file: toPath(split.file), line: split.line, column: split.column };
}

/** `C:\app\lib\a.ts:5:3`, `/app/a.py:7`: a file may contain colons, so the numbers are read from the end. */
function splitPlace(
	place: string,
): { readonly file: string; readonly line: number; readonly column: number | null } | null {
	const last = place.lastIndexOf(":");
	const tail = numberOf(place.slice(last + 1));
	if (last === -1 || tail === null) {
		return null;
	}
	const before = place.lastIndexOf(":", last - 1);
	const line = before === -1 ? null : numberOf(place.slice(before + 1, last));
	return line === null
		? { file: place.slice(0, last), line: tail, column: null }
		: { file: place.slice(0, before), line, column: tail };
}

function numberOf(text: string): number | null {
	return /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : null;
}

/** A `file:` URL as a path, and `\` as `/`, as in the report. */
function toPath(file: string): string {
	let path = file;
	if (path.startsWith("file://")) {
		path = path.slice("file://".length);
		try {
			path = decodeURIComponent(path);
		} catch {
			// A `%` that encodes nothing is literal.
		}
		path = path.replace(/^\/(?=[A-Za-z]:)/u, "");
	}
	return path.replaceAll("\\", "/");
}

/** Code that is not part of the project. */
function isForeign(file: string): boolean {
	return (
		file.includes("/node_modules/") ||
		file.startsWith("node_modules/") ||
		/^(?:node:|internal\/|evalmachine|native$|<|eval at )/u.test(file) ||
		file.includes("/jsii-kernel-") ||
		file.includes("/jsii-runtime.js")
	);
}
