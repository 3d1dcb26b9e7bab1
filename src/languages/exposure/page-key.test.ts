import { describe, expect, test } from "vitest";
import { drawFrom, fakeSecret } from "../../testing/fake-secret.ts";
import { moduleOf } from "../../testing/read-module.ts";
import { secretsIn } from "./hardcoded-secret.ts";

const hex = drawFrom("page-key");
const KEY = hex("0123456789abcdef", 40);
const MAPS = fakeSecret("google-api-key");
const PAGE = "\nexport const App = () => <main>{title}</main>;\n";
const names = (code: string): readonly (string | null)[] =>
	secretsIn(moduleOf(code, "app.tsx")).map(({ name }) => name);

describe("a key that a page delivers", () => {
	test.each([
		`const client = new Replicache({ licenseKey: "${KEY}", name });${PAGE}`,
		`const agGridLicenseKey = "${KEY}";${PAGE}`,
		`import { LicenseInfo } from "@mui/x-license-pro";\nLicenseInfo.setLicenseKey("${KEY}");`,
		`const src = "https://maps.googleapis.com/maps/api/js?key=${MAPS}&libraries=places";`,
		`export const App = () => <LoadScript googleMapsApiKey="${MAPS}" />;`,
		`const MAPS_KEY = "${MAPS}";${PAGE}`,
		`const GOOGLE_MAPS_API_KEY = "${MAPS}";\nexport const Page = () => <Wrapper apiKey={GOOGLE_MAPS_API_KEY} />;`,
		`const KEYS = { apiKey: "${MAPS}" };\nexport const Page = () => <Map mapsKey="${MAPS}" {...KEYS} />;`,
		`const PUSHER_APP_KEY = "${KEY.slice(0, 20)}";`,
	])("is no secret: %#", (code) => {
		expect(names(code)).toEqual([]);
	});

	test.each([
		[`const licenseKey = "${KEY}";\nexport const handler = async () => check(licenseKey);`, "licenseKey"],
		[`const apiKey = "${KEY}";${PAGE}`, "apiKey"],
		[`const src = "https://maps.googleapis.com/maps/api/geocode/json?key=${MAPS}";`, "src"],
		[`const MAPS_KEY = "${MAPS}";\nexport const handler = async () => geocode(MAPS_KEY);`, "MAPS_KEY"],
		[`const PUSHER_APP_SECRET = "${KEY.slice(0, 20)}";${PAGE}`, "PUSHER_APP_SECRET"],
		[
			`const LICENSE_KEY = "${KEY}";\nexport const handler = async (event) => render(<p>{event.id}</p>, LICENSE_KEY);`,
			"LICENSE_KEY",
		],
		[
			`const MAPS_KEY = "${MAPS}";\nexport const handler = async (event) => render(<p>{event.id}</p>, MAPS_KEY);`,
			"MAPS_KEY",
		],
		[`const MAPS_KEY = "${MAPS}";\nconst apiKey = "${KEY}";${PAGE}`, "apiKey"],
	])("is one elsewhere: %#", (code, name) => {
		expect(names(code)).toEqual([name]);
	});
});
