import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ListError } from "./list-error.ts";
import { readList } from "./read-list.ts";
import { isNamed, shownName } from "./listed-name.ts";

/** What a list names, in short: `function orders 111122223333 eu-west-1`. */
function named(text: string | Uint8Array): readonly string[] {
	return readList(typeof text === "string" ? Buffer.from(text) : text).rows.map(({ subjects, isPassed }) =>
		[
			...subjects.map(({ kind, names, account, region }) =>
				[kind, names.map(shownName).join("/"), account, region].filter((one) => one !== null).join(" "),
			),
			...(isPassed ? ["passed"] : []),
		].join(", "),
	);
}

describe("headers in any language", () => {
	test.each([
		["Tipo;Nombre de la función;Número de cuenta\nLambda;orders;111122223333\n", "function orders 111122223333"],
		["Function name,Account ID,Region\norders,111122223333,eu-west-1\n", "function orders 111122223333 eu-west-1"],
		[
			"関数名\tアカウント\tリージョン\norders\t1111-2222-3333\tap-northeast-1\n",
			"function orders 111122223333 ap-northeast-1",
		],
		["Recurso;Tipo de recurso\norders;AWS::Lambda::Function\n", "function orders"],
		["Nombre del bucket,Cuenta\ninvoices,'111122223333\n", "bucket invoices 111122223333"],
		["Componente;Cta.\norders;111122223333\n", "any orders 111122223333"],
		["orders\n", "any orders"],
		['Función,Cuenta\n"=""orders""","=""11122223333"""\n', "function orders 011122223333"],
		["Informe anual;;\n\nTipo;Función;Cuenta\nLambda;orders;111122223333\n", "function orders 111122223333"],
		["sep=|\nFunction|Account\norders|111122223333\n", "function orders 111122223333"],
		["Función;Cuenta;Observación\norders;111122223333;uno, dos, tres\n", "function orders 111122223333"],
		["Función;Valor\norders;hunter2hunter2\n", "function orders"],
		['Funciones\n"orders, payments"\n', "function orders, function payments"],
		[
			"Function ARN\narn:aws:lambda:eu-west-1:111122223333:function:orders:live\n",
			"function orders 111122223333 eu-west-1",
		],
		["Imagen;¿Encriptada?\nami-0a1b2c3d;Sí\n", "image ami-0a1b2c3d, passed"],
		['Imagen;x\n"ami-0a1b2c3d4e5f\n60711";y\n', "image ami-0a1b2c3d4e5f60711"],
		["Account\n111122223333\n", "account 111122223333 111122223333"],
		["Functions\norders (nightly)\n", "function orders"],
		[
			"FunctionName,Runtime,KMSKeyArn,Role\norders,nodejs20.x,arn:aws:kms:us-east-1:111122223333:key/a,arn:aws:iam::111122223333:role/o\n",
			"function orders",
		],
		[
			"Severity,Workflow status,Account Id,Company,Product,Title,Resource\nLOW,NEW,111122223333,AWS,Security Hub,T,arn:aws:s3:::invoices\n",
			"bucket invoices 111122223333",
		],
		["リソース名,リソースタイプ,アカウントID\norders,Lambda関数,111122223333\n", "function orders 111122223333"],
		["Función;Cuenta\norders;1.11122E+11\n", "function orders"],
		["Función;Cuenta\n;\n-;111122223333\n", "account 111122223333 111122223333"],
	])("%j", (text, expected) => {
		expect(named(text)).toEqual([expected]);
	});
});

describe("exports", () => {
	const arn = "arn:aws:lambda:us-east-1:111122223333:function:orders";
	test.each<[string, unknown, readonly string[]]>([
		[
			"AWS Security Finding Format",
			{
				Findings: [
					{
						ProductArn: "arn:aws:securityhub:us-east-1::product/aws/securityhub",
						Id: "arn:aws:securityhub:us-east-1:111122223333:finding/1",
						AwsAccountId: "111122223333",
						Title: "Lambda.7",
						Compliance: { Status: "PASSED" },
						Resources: [
							{ Type: "AwsLambdaFunction", Id: arn, Region: "us-east-1" },
							{ Type: "AwsAccount", Id: "AWS::::Account:111122223333" },
						],
					},
				],
			},
			["function orders 111122223333 us-east-1, account 111122223333 111122223333, passed"],
		],
		[
			"OCSF",
			[
				{
					class_uid: 2004,
					finding_info: { title: "Check", uid: "prowler-1" },
					status_code: "FAIL",
					cloud: { account: { uid: "111122223333" }, region: "us-east-1" },
					resources: [{ uid: "arn:aws:s3:::invoices", name: "invoices", type: "AwsS3Bucket" }],
				},
			],
			["bucket invoices 111122223333 us-east-1"],
		],
		[
			"evaluations of AWS Config",
			{
				EvaluationResults: [
					{
						EvaluationResultIdentifier: {
							EvaluationResultQualifier: {
								ConfigRuleName: "s3-default-encryption-kms",
								ResourceType: "AWS::S3::Bucket",
								ResourceId: "invoices",
							},
						},
						ComplianceType: "NON_COMPLIANT",
					},
				],
			},
			["bucket invoices"],
		],
		[
			"an advanced query of AWS Config",
			{ Results: ['{"resourceId":"orders","resourceType":"AWS::Lambda::Function","accountId":"111122223333"}'] },
			["function orders 111122223333"],
		],
		[
			"Prowler's own",
			[{ ResourceId: "orders", ResourceArn: arn, AccountId: "111122223333", Status: "FAIL", CheckID: "x" }],
			["function orders 111122223333 us-east-1"],
		],
		[
			"an event",
			{ detail: { findings: [{ ProductArn: "x", AwsAccountId: "1", Title: "t", Resources: [{ Id: arn }] }] } },
			["function orders 111122223333 us-east-1"],
		],
	])("%s", (_, data, expected) => {
		expect(named(JSON.stringify(data))).toEqual(expected);
	});

	test("one finding a line", () => {
		const line = JSON.stringify({ ResourceArn: arn });
		expect(named(`${line}\n${line}\n`)).toHaveLength(2);
	});

	test("CSV of Prowler", () => {
		const csv = `ACCOUNT_UID;FINDING_UID;CHECK_ID;CHECK_TITLE;STATUS;STATUS_EXTENDED;RESOURCE_TYPE;RESOURCE_UID;RESOURCE_NAME;REGION\n111122223333;prowler-aws-x;awslambda_x;Check;FAIL;Function orders, of x;AwsLambdaFunction;${arn};orders;us-east-1\n`;
		const [row] = readList(Buffer.from(csv)).rows;
		expect(named(csv)).toEqual(["function orders 111122223333 us-east-1"]);
		expect(row).toMatchObject({ check: "awslambda_x", label: "" });
	});
});

test.each([
	["a workbook", "PK\u0003\u0004", 1, 1],
	["a PDF", "%PDF-1.7", 1, 1],
	["broken JSON", '{\n  "Findings": [1,\n', 2, 18],
	["broken JSON in a line", '{"a":1}\n{"a":\n', 2, 1],
	["an open quote", 'a;b\n1;2\n"x;y\n', 3, 1],
	["text behind a quote", 'a;b\n1;2\n"x"y;z\n', 3, 1],
	["bytes", "a;b\nx\0;y", 2, 2],
	["nothing", "\n\n", 1, 1],
])("%s cannot be read, and the position is told", (_, text, line, column) => {
	const read = (): unknown => readList(Buffer.from(text, "latin1"));
	expect(read).toThrow(ListError);
	expect(read).toThrow(expect.objectContaining({ line, column }) as Error);
});

test("Japanese of a spreadsheet is read in Shift_JIS, Spanish in Windows-1252", () => {
	const bytes = Buffer.concat([
		Buffer.from([0x8a, 0xd6, 0x90, 0x94, 0x96, 0xbc]), // 関数名
		Buffer.from(",x\norders,1\n"),
	]);
	expect([readList(bytes).format, ...named(bytes)]).toEqual(["CSV, shift_jis", "function orders"]);
	const spanish = Buffer.from("Regi\u00f3n;Funci\u00f3n\nus-east-1;orders\n", "latin1");
	expect([readList(spanish).format, ...named(spanish)]).toEqual(["CSV, windows-1252", "function orders us-east-1"]);
});

test("any bytes are read, or told to be no list", () => {
	const headers = fc.constantFrom("Función", "Cuenta", "AMI", "x", "Region");
	const texts = fc.oneof(
		fc.uint8Array({ maxLength: 60 }),
		fc.string({ unit: "grapheme-ascii", maxLength: 60 }).map((text) => Buffer.from(text)),
		fc
			.array(fc.array(fc.oneof(headers, fc.string({ maxLength: 12 })), { maxLength: 4 }), { maxLength: 5 })
			.map((rows) => Buffer.from(rows.map((row) => row.join(";")).join("\n"))),
		fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)),
	);
	fc.assert(
		fc.property(texts, (bytes) => {
			try {
				readList(bytes);
			} catch (error) {
				expect(error).toBeInstanceOf(ListError);
			}
		}),
		{ numRuns: 60 },
	);
});

test("a broken name is the same, whatever the break added", () => {
	const name = fc.stringMatching(/^[a-z]{1,4}(?:-[a-z]{1,4}){0,3}$/u);
	const breaks = fc.array(
		fc.tuple(fc.nat(20), fc.constantFrom(" ", "\n", "-\n", "- ", "\u00AD\n", "\u200B", "\u00AD")),
		{ maxLength: 4 },
	);
	fc.assert(
		fc.property(name, breaks, (whole, places) => {
			let text = whole;
			for (const [at, added] of [...places].sort((a, b) => b[0] - a[0])) {
				text = at > 0 && at < whole.length ? text.slice(0, at) + added + text.slice(at) : text;
			}
			const [row] = readList(Buffer.from(`Función;Cuenta\n"${text}";111122223333\n`)).rows;
			expect(
				row?.subjects[0]?.names.some((one) => isNamed(one, whole)),
				text,
			).toBe(true);
		}),
		{ numRuns: 60 },
	);
});
