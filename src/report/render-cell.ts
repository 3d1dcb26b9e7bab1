import { escapeControls } from "./escape-controls.ts";

/**
 * A cell of CSV. Source: RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe ("CSV
 * Injection", OWASP).
 */
export function renderCell(value: string | number): string {
	const text = escapeControls(String(value)).replace(/^[=+\-@]/u, "'$&");
	return /[",]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
