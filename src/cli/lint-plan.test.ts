import { afterEach, expect, test } from "vitest";
import { fakeSecret } from "../testing/fake-secret.ts";
import { Folder } from "../testing/run-command.ts";

const TOKEN = fakeSecret("token", 41);
const RULES = ["--preset", "audit"];
let folder: Folder | undefined;

afterEach(() => {
	folder?.remove();
	folder = undefined;
});

const MAIN = `variable "api_token" {
  sensitive = true
}

resource "aws_kms_key" "orders" {
  description = "orders"
}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  kms_key_arn   = aws_kms_key.orders.arn

  environment {
    variables = {
      STAGE     = var.stage
      API_TOKEN = var.api_token
    }
  }
}

module "queue" {
  for_each = local.queues
  source   = "./modules/queue"
}
`;
const QUEUE = `resource "aws_sqs_queue" "main" {
  sqs_managed_sse_enabled = var.encrypted
}
`;

const queue = (key: string) => ({
	address: `module.queue["${key}"]`,
	resources: [
		{
			address: `module.queue["${key}"].aws_sqs_queue.main`,
			mode: "managed",
			type: "aws_sqs_queue",
			name: "main",
			values: { sqs_managed_sse_enabled: false },
		},
	],
});

/** What `terraform show -json` writes. */
function planOf({ source = "./modules/queue" } = {}): string {
	const key = { address: "aws_kms_key.orders", mode: "managed", type: "aws_kms_key", name: "orders" };
	const lambda = {
		address: "aws_lambda_function.orders",
		mode: "managed",
		type: "aws_lambda_function",
		name: "orders",
	};
	return JSON.stringify({
		format_version: "1.2",
		terraform_version: "1.11.4",
		variables: { api_token: { value: TOKEN }, stage: { value: "prod" } },
		planned_values: {
			root_module: {
				resources: [
					{ ...key, values: { description: "orders", enable_key_rotation: false } },
					{
						...lambda,
						values: {
							function_name: "orders",
							environment: [{ variables: { STAGE: "prod", API_TOKEN: TOKEN } }],
						},
						sensitive_values: { environment: [{ variables: { API_TOKEN: true } }] },
					},
				],
				child_modules: [queue("a.b"), queue("c")],
			},
		},
		resource_changes: [{ address: "aws_lambda_function.orders", change: { after_unknown: { kms_key_arn: true } } }],
		configuration: {
			root_module: {
				variables: { api_token: { sensitive: true }, stage: {} },
				resources: [
					{ ...key, expressions: {} },
					{
						...lambda,
						expressions: {
							kms_key_arn: { references: ["aws_kms_key.orders.arn", "aws_kms_key.orders"] },
							environment: [{ variables: { references: ["var.stage", "var.api_token"] } }],
						},
					},
				],
				module_calls: {
					queue: {
						source,
						module: {
							resources: [
								{
									address: "aws_sqs_queue.main",
									expressions: { sqs_managed_sse_enabled: { references: ["var.encrypted"] } },
								},
							],
						},
					},
				},
			},
		},
	});
}

interface Reported {
	readonly rule: string;
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly fix: string;
	readonly suggestions: readonly unknown[];
	readonly plan?: object;
	readonly others?: readonly { readonly id: string }[];
}

async function findingsOf(argv: readonly string[]): Promise<readonly Reported[]> {
	const { stdout } = (await folder?.run([...argv, ...RULES, "--format", "json"])) ?? { stdout: "" };
	expect(stdout).not.toContain(TOKEN);
	return (JSON.parse(stdout) as { readonly findings: readonly Reported[] }).findings;
}

const placesOf = (findings: readonly Reported[]): readonly string[] =>
	findings.map(({ rule, file, line, column }) => `${file}:${String(line)}:${String(column)} ${rule}`);

const AT_BLOCKS = [
	"main.tf:5:10 require-key-rotation",
	"main.tf:16:19 no-resolved-secret-in-environment",
	"modules/queue/main.tf:2:29 require-encryption-at-rest",
];

test.each([
	["beside it", "", "plan.json"],
	["around it", "", "out/plan.json"],
	["below the root", "infra/", "plan.json"],
])("the findings of a plan are at the blocks of the module %s", async (_, at, plan) => {
	folder = new Folder({
		[`${at}main.tf`]: MAIN,
		[`${at}modules/queue/main.tf`]: QUEUE,
		[plan]: planOf(),
	});
	const findings = await findingsOf([plan]);
	expect(placesOf(findings)).toEqual(AT_BLOCKS.map((one) => at + one));
	expect(findings.every(({ fix, suggestions }) => fix === "none" && suggestions.length === 0)).toBe(true);
	expect(findings.map((one) => one.plan)).toEqual(
		findings.map(
			() => expect.objectContaining({ file: plan, line: 1, module: at === "" ? "." : "infra" }) as unknown,
		),
	);
	expect(findings.at(-1)?.others).toEqual([{ id: 'module.queue["c"].aws_sqs_queue.main', type: "aws_sqs_queue" }]);
});

test("no output shows a secret of a plan", async () => {
	folder = new Folder({ "main.tf": `${MAIN}# ${TOKEN}\n`, "modules/queue/main.tf": QUEUE, "plan.json": planOf() });
	for (const format of ["text", "json", "sarif"]) {
		const { stdout } = await folder.run(["plan.json", ...RULES, "--format", format]);
		expect(stdout).toContain("no-resolved-secret-in-environment");
		expect(stdout).not.toContain(TOKEN);
	}
	folder.write("main.tf", "");
	expect((await folder.run(["plan.json", ...RULES])).stdout).not.toContain(TOKEN);
});

test("a place that no block of the folder matches is in the plan", async () => {
	folder = new Folder({
		"main.tf": MAIN.replace("./modules/queue", "./modules/other"),
		"modules/queue/main.tf": QUEUE,
		"plan.json": planOf(),
	});
	expect((await findingsOf(["plan.json"])).map(({ file, rule }) => `${file} ${rule}`)).toEqual([
		"main.tf require-key-rotation",
		"main.tf no-resolved-secret-in-environment",
		"plan.json require-encryption-at-rest",
		"plan.json require-encryption-at-rest",
	]);
	folder.write("main.tf", 'resource "aws_kms_key" "other" {}\n');
	expect((await findingsOf(["plan.json"])).every(({ file }) => file === "plan.json")).toBe(true);
});

test("nothing outside of the working directory is read for a plan", async () => {
	folder = new Folder({ "main.tf": MAIN, "work/plan.json": planOf(), "work/other.tf": "" });
	const { stdout } = await folder.run(["plan.json", ...RULES, "--format", "json"], { cwd: `${folder.path}/work` });
	expect((JSON.parse(stdout) as { readonly findings: readonly Reported[] }).findings.map(({ file }) => file)).toEqual(
		Array.from({ length: 4 }, () => "plan.json"),
	);
});

test("what the module has as well is found once, there; a comment there suppresses both", async () => {
	folder = new Folder({
		"main.tf": MAIN,
		"modules/queue/main.tf": QUEUE.replace("var.encrypted", "false"),
		"plan.json": planOf(),
	});
	const findings = await findingsOf(["."]);
	expect(findings.filter(({ rule }) => rule === "require-key-rotation")).toEqual([
		expect.objectContaining({ file: "main.tf", fix: "safe" }),
	]);
	expect(placesOf(findings.filter(({ plan }) => plan !== undefined))).toEqual([]);
	folder.write(
		"main.tf",
		MAIN.replace("resource", "# eslint-disable-next-line aws-kms/require-key-rotation -- imported\nresource"),
	);
	const { stdout } = await folder.run([".", ...RULES, "--format", "json"]);
	const { findings: left, suppressed } = JSON.parse(stdout) as {
		readonly findings: readonly Reported[];
		readonly suppressed: readonly Reported[];
	};
	expect(placesOf(left).join(" ")).not.toContain("require-key-rotation");
	expect(placesOf(suppressed)).toEqual(["main.tf:6:10 require-key-rotation"]);
	expect((await findingsOf(["plan.json", "--no-suppressions"])).map(({ rule }) => rule)).toContain(
		"require-key-rotation",
	);
});

test("of repeated blocks, the one that the plan has is meant", async () => {
	const volume = (name: string, size: string) =>
		`  ebs_block_device {\n    device_name = "${name}"\n    volume_size = ${size}\n    encrypted   = false\n  }\n`;
	const instance = { address: "aws_instance.web", mode: "managed", type: "aws_instance", name: "web" };
	const device = (device_name: string, encrypted: boolean) => ({ device_name, volume_size: 1, encrypted });
	folder = new Folder({
		"main.tf": `resource "aws_instance" "web" {\n${volume("/dev/b", "var.size")}${volume("/dev/a", "1")}}\n`,
		"plan.json": JSON.stringify({
			format_version: "1.2",
			terraform_version: "1.11.4",
			planned_values: {
				root_module: {
					resources: [
						{
							...instance,
							values: { ebs_block_device: [device("/dev/a", false), device("/dev/b", true)] },
						},
					],
				},
			},
			configuration: { root_module: { resources: [instance] } },
		}),
	});
	expect(placesOf(await findingsOf(["plan.json"]))).toContain("main.tf:10:19 require-volume-encryption");
});
