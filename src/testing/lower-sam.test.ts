import { describe, expect, test } from "vitest";
import { lowerSam } from "./lower-sam.ts";

function sam(globals: object, properties: object | null): unknown {
	const lowered = lowerSam({
		Transform: "AWS::Serverless-2016-10-31",
		Globals: { Function: globals as never },
		Resources: {
			Api: {
				Type: "AWS::Serverless::Function",
				...(properties === null ? {} : { Properties: properties as never }),
			},
		},
	});
	return (lowered["Resources"] as Record<string, { Properties: unknown }>)["Api"]?.Properties;
}

describe("lowering SAM", () => {
	test("writes the type that is deployed, and leaves the rest of the resource", () => {
		expect(
			lowerSam({
				Transform: "AWS::Serverless-2016-10-31",
				Resources: { Api: { Type: "AWS::Serverless::Function", Condition: "IsProd" } },
			}),
		).toEqual({
			Resources: { Api: { Type: "AWS::Lambda::Function", Condition: "IsProd", Properties: {} } },
		});
	});

	test("joins maps, appends lists, and lets the function's own value win", () => {
		expect(
			sam({ Timeout: 3, Tags: { a: "1" }, Layers: ["x"] }, { Timeout: 5, Tags: { b: "2" }, Layers: ["y"] }),
		).toEqual({ Timeout: 5, Tags: { a: "1", b: "2" }, Layers: ["x", "y"] });
	});

	test("takes Globals whole where the function has no properties", () => {
		expect(sam({ KmsKeyArn: { Ref: "Key" } }, null)).toEqual({ KmsKeyArn: { Ref: "Key" } });
	});

	test("never joins an intrinsic with a map", () => {
		expect(sam({ KmsKeyArn: { Ref: "Key" } }, { KmsKeyArn: { "Fn::GetAtt": ["Other", "Arn"] } })).toEqual({
			KmsKeyArn: { "Fn::GetAtt": ["Other", "Arn"] },
		});
		expect(
			sam({ Environment: { Variables: { A: "1" } } }, { Environment: { "Fn::If": ["IsProd", {}, {}] } }),
		).toEqual({ Environment: { "Fn::If": ["IsProd", {}, {}] } });
	});

	test("gives Globals to SAM's own types alone", () => {
		const lowered = lowerSam({
			Globals: { Function: { Timeout: 3 } },
			Resources: { Api: { Type: "AWS::Lambda::Function", Properties: { Handler: "a.b" } } },
		});
		expect(lowered).toEqual({
			Resources: { Api: { Type: "AWS::Lambda::Function", Properties: { Handler: "a.b" } } },
		});
	});

	test("leaves out what would throw: a null, a resource without a type", () => {
		expect(
			lowerSam({
				Outputs: null,
				Resources: {
					Nothing: null,
					Half: { Properties: {} },
					Whole: { Type: "AWS::SNS::Topic", Properties: null },
				},
			}),
		).toEqual({
			Resources: { Whole: { Type: "AWS::SNS::Topic", Properties: {} } },
		});
		expect(lowerSam({ Resources: null })).toEqual({ Resources: {} });
	});
});
