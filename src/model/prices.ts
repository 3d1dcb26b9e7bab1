/**
 * What AWS charges in US dollars in most Regions. Sources: "AWS Key Management Service pricing": a customer managed key
 * a month, and requests beyond the free ones.
 */
export const PRICES = {
	keyPerMonth: 1,
	requests: { price: 0.03, count: "10,000" }, // As it is shown: to format it takes a tenth of a short run.
} as const;

/** `1 USD a month`, for some keys. */
export function priceOfKeys(count: number): string {
	return `${String(count * PRICES.keyPerMonth)} USD a month`;
}

/** `0.03 USD per 10,000 requests` */
export const PRICE_OF_REQUESTS = `${String(PRICES.requests.price)} USD per ${PRICES.requests.count} requests`;
