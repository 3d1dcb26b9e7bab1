/**
 * Conditions on who asks, or from where. `kms:ViaService` alone is none: every account may use every service.
 * Source: "AWS global condition context keys", AWS IAM User Guide; "AWS KMS condition keys", AWS KMS Developer Guide.
 */
export const NARROWING = [
	"kms:calleraccount",
	"aws:principalaccount",
	"aws:principalarn",
	"aws:principalorgid",
	"aws:principalorgpaths",
	"aws:principaltag/*",
	"aws:principalservicename*",
	"aws:sourceaccount",
	"aws:sourcearn",
	"aws:sourceorgid",
	"aws:sourceorgpaths",
	"aws:sourcevpc",
	"aws:sourcevpce",
	"aws:sourceip",
	"aws:userid",
	"aws:username",
	"aws:resourceorgid",
	"kms:granteeprincipal",
];
