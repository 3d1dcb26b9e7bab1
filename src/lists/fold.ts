/** A header or a cell for comparison: lower case, without accents and width, words of camel case and `_` apart. */
export function fold(text: string): string {
	return (
		text
			.normalize("NFKC")
			.replaceAll(/([a-z\d])([A-Z])/gu, "$1 $2")
			// `KMSKeyArn`, but not `AMIs`.
			.replaceAll(/([A-Z])([A-Z][a-z]{2})/gu, "$1 $2")
			.normalize("NFD")
			.replaceAll(/[\u0300-\u036F]/gu, "")
			.normalize("NFC")
			.toLowerCase()
			.replaceAll(/[\s_./:-]+/gu, " ")
			.trim()
	);
}
