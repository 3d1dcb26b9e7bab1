// Loaded before a program (`node --import`): counts its calls of `node:fs` that touch a folder, and acts at one of
// them.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";

const { ACT = "", ACT_AT = "-1", ACT_FOLDER = "", ACT_SAVE = "", ACT_TEXT = "" } = process.env;
const { writeFileSync: write, readFileSync: read } = fs;
const files = new Set();
/** A program may count anew: `actAtCall.calls = 0`. */
const state = { at: Number(ACT_AT), calls: 0, looks: [] };
globalThis.actAtCall = state;

for (const name of [
	"openSync",
	"readSync",
	"writeSync",
	"writeFileSync",
	"fchmodSync",
	"fchownSync",
	"fsyncSync",
	"closeSync",
	"renameSync",
	"rmSync",
	"accessSync",
	"fstatSync",
	"lstatSync",
]) {
	const real = fs[name];
	fs[name] = (...args) => {
		const [first] = args;
		if (typeof first === "number" ? files.has(first) : String(first).startsWith(ACT_FOLDER)) {
			state.calls += 1;
			if (state.calls - 1 === state.at) {
				act();
			}
		}
		const result = real(...args);
		if (name === "openSync" && String(first).startsWith(ACT_FOLDER)) {
			files.add(result);
		} else if (name === "closeSync") {
			files.delete(first);
		}
		return result;
	};
}
syncBuiltinESMExports();

function act() {
	if (ACT === "save") {
		write(ACT_SAVE, ACT_TEXT);
	} else if (ACT === "look") {
		state.looks.push(read(ACT_SAVE, "utf8"));
	} else if (ACT !== "") {
		process.kill(process.pid, ACT);
	}
}
