import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["src/**/*.test.ts", "rules/**/*.test.ts", "docs/**/*.test.ts"],
		testTimeout: 60_000,
		hookTimeout: 120_000,
		reporters: process.env["CI"] === undefined ? ["default"] : ["default", "json"],
		outputFile: { json: "coverage/report.json" },
	},
});
