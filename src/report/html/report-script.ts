/**
 * The only script of the report: it shows the findings that the reader asks for. Without it all of them are there, and
 * what it does is kept in the address behind `#`, so that a link to some of them can be passed on.
 */
const SCRIPT = `
"use strict";
const form = document.querySelector("form");
const items = [...document.querySelectorAll(".findings > li")];
const texts = items.map((item) => item.textContent.toLowerCase());
const said = document.querySelector("[role=status]");
function show() {
	const words = form.elements.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
	const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
	const rule = form.elements.rule.value;
	let count = 0;
	items.forEach((item, at) => {
		const fits = severities.has(item.dataset.severity) && (rule === "" || item.dataset.rule === rule) && words.every((word) => texts[at].includes(word));
		item.hidden = !fits;
		count += fits ? 1 : 0;
	});
	said.textContent = SHOWN;
	const state = new URLSearchParams();
	if (words.length > 0) state.set("words", words.join(" "));
	if (rule !== "") state.set("rule", rule);
	const off = [...form.querySelectorAll("[name=severity]:not(:checked)")].map((box) => box.value);
	if (off.length > 0) state.set("without", off.join(" "));
	history.replaceState(null, "", "#" + state);
}
if (form !== null) {
	const given = new URLSearchParams(location.hash.slice(1));
	form.elements.words.value = given.get("words") ?? "";
	form.elements.rule.value = given.get("rule") ?? "";
	if (form.elements.rule.selectedIndex < 0) form.elements.rule.value = "";
	const without = (given.get("without") ?? "").split(" ");
	form.querySelectorAll("[name=severity]").forEach((box) => { box.checked = !without.includes(box.value); });
	form.hidden = false;
	form.addEventListener("input", show);
	form.addEventListener("reset", () => { setTimeout(show); });
	form.addEventListener("submit", (event) => { event.preventDefault(); });
	if (location.hash.length > 1 && !document.getElementById(location.hash.slice(1))) show();
}
`;

/** How many findings are shown, in English. */
export const SHOWN = "{{count}} of {{all}} findings shown";

/** @param shown how many findings are shown, with the places `{{count}}` and `{{all}}` */
export function scriptOf(shown: string): string {
	const parts = shown.split(/(\{\{\w+\}\})/u).filter((part) => part !== "");
	const written = parts.map((part) =>
		part === "{{count}}" ? "count" : part === "{{all}}" ? "items.length" : JSON.stringify(part),
	);
	return SCRIPT.replace("SHOWN", () => written.join(" + "));
}
