import type { Fuel } from "../text/fuel.ts";

/**
 * Does something while each analysis may take an eighth of the steps that it may: all are taken, however many.
 *
 * @param prototype of the class whose objects are asked, which is another where modules are loaded to be counted
 */
export function onLittleFuel<Result>(prototype: Pick<Fuel, "spend">, work: () => Result): Result {
	const { spend } = prototype;
	prototype.spend = function (this: Fuel, steps = 1) {
		return spend.call(this, steps * 8);
	};
	try {
		return work();
	} finally {
		prototype.spend = spend;
	}
}
