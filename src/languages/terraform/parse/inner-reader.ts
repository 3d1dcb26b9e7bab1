import { ExpressionReader } from "./expression-reader.ts";
import { EXPECTED_LINE_END } from "./sentences.ts";
import type { HclExpression, HclPart } from "./syntax.ts";

/** Reads what a string of JSON holds: a template, or an expression. */
export class InnerReader extends ExpressionReader {
	readParts(): readonly HclPart[] {
		return this.readBare();
	}

	readWhole(): HclExpression {
		this.isMultiline = true;
		this.skipBlanks();
		const expression = this.readExpression();
		this.skipBlanks();
		if (this.at < this.length) {
			this.fail(EXPECTED_LINE_END);
		}
		return expression;
	}

	protected isAtSurelyOutside(): boolean {
		return false;
	}
}
