import { PASSWORD_PLACES, type PasswordPlace } from "../model/password-property.ts";

/** By type: most stacks have resources of one or two types that take a password, and the table has hundreds of rows. */
const BY_TYPE = new Map(PASSWORD_PLACES.map((place) => [place.type, place]));

/** The rows of {@link PASSWORD_PLACES} about some types, in their order. */
export function passwordPlacesOf(types: Iterable<string>): readonly PasswordPlace[] {
	const found = new Set<PasswordPlace>();
	for (const type of types) {
		const place = BY_TYPE.get(type);
		if (place !== undefined) {
			found.add(place);
		}
	}
	return found.size < 2 ? [...found] : PASSWORD_PLACES.filter((place) => found.has(place));
}
