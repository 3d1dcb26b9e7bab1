import type { Place } from "../app/application.ts";
import { redactPath } from "../detect/redact.ts";
import type { AuditPlace } from "./answer.ts";

/** A place as an answer has it. */
export function locate({ file, span }: Place): AuditPlace {
	return { file: redactPath(file.name), ...file.lines.locate(span.start) };
}
