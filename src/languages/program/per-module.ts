import type { SourceModule } from "./source-module.ts";

/** Reads something of a module once, whoever asks for it. */
export function perModule<T>(read: (module: SourceModule) => T): (module: SourceModule) => T {
	const known = new WeakMap<object, { readonly value: T }>();
	return (module) => {
		let found = known.get(module.ast);
		if (found === undefined) {
			found = { value: read(module) };
			known.set(module.ast, found);
		}
		return found.value;
	};
}
