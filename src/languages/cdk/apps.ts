// What other rooms ask of CDK. In what is published this is a chunk of its own, which only apps load (`bundle.js`).
export { constructNamed } from "./constructs/table.ts";
export { linkApp } from "./link-app.ts";
export { readCdk } from "./read-cdk.ts";
export { toCdkName } from "./spec/cfn-name.ts";
