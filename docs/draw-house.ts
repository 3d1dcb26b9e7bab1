import { HOUSE, TESTING_FLOOR, type Room } from "../src/testing/house.ts";

/** The house as text: the highest floor on top, the rooms inside a room below it, with their own floors. */
export function houseDrawing(): string {
	const lines = HOUSE.toSorted(byFloor).flatMap((room) => linesOf(room, 0));
	const width = Math.max(...lines.map(([place]) => place.length));
	return ["```text", ...lines.map(([place, knows]) => `${place.padEnd(width)}  ${knows}`), "```"].join("\n");
}

function linesOf(room: Room, depth: number): readonly (readonly [place: string, knows: string])[] {
	const name = depth === 0 ? room.path : (room.path.split("/").at(-1) ?? "");
	const folder = name.endsWith(".ts") ? "" : "/";
	return [
		[`${"   ".repeat(depth)}${String(room.floor).padStart(2)}  ${name}${folder}`, room.knows],
		...(room.rooms ?? []).toSorted(byFloor).flatMap((inner) => linesOf(inner, depth + 1)),
	];
}

function byFloor(one: Room, other: Room): number {
	return other.floor - one.floor;
}

/** The rooms that are shipped, as a table: path, floor from the outside in, what it knows. */
export function houseTable(): string {
	return [
		"| floor | room | what it knows |",
		"| --- | --- | --- |",
		...HOUSE.filter(({ floor }) => floor < TESTING_FLOOR)
			.toSorted(byFloor)
			.flatMap((room) => rowsOf(room, "")),
	].join("\n");
}

function rowsOf(room: Room, outer: string): readonly string[] {
	const floor = outer === "" ? String(room.floor) : `${outer}.${String(room.floor)}`;
	return [
		`| ${floor} | \`${room.path}${room.path.endsWith(".ts") ? "" : "/"}\` | ${room.knows} |`,
		...(room.rooms ?? []).toSorted(byFloor).flatMap((inner) => rowsOf(inner, floor)),
	];
}
