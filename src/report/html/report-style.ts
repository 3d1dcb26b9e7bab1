/** The style of the report: light and dark by the reader's own setting, and black on white on paper. */
export const STYLE = `
:root { color-scheme: light dark; --back: #ffffff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --box: #f6f8fa; --link: #0550ae; --critical: #8b0d16; --high: #b3261e; --medium: #7a4b00; --low: #4d5560; --info: #4d5560; --mark: #ffe9a8; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #a3adb8; --line: #3d444d; --box: #151b23; --link: #79c0ff; --critical: #ff9b94; --high: #ff9b94; --medium: #f0b72f; --low: #a3adb8; --info: #a3adb8; --mark: #5a4300; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 0 1.25rem 4rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem; }
h1 { font-size: 1.6rem; margin: 2rem 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
h3 { font-size: 1rem; font-weight: 600; margin: 0 0 .5rem; }
.soft { color: var(--soft); }
code, pre { font: .875rem/1.45 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; margin: .5rem 0; overflow-x: auto; }
mark { background: var(--mark); color: inherit; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; min-width: 50%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
form { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: end; background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: .75rem 1rem; }
form[hidden] { display: none; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
legend { float: left; margin-right: 1rem; }
input, select, button { font: inherit; color: var(--text); background: var(--back); border: 1px solid var(--soft); border-radius: 4px; padding: .25rem .5rem; max-width: 100%; }
input[type="search"] { width: 22rem; }
label.above { display: flex; flex-direction: column; }
.findings { list-style: none; margin: 1rem 0; padding: 0; }
article { border: 1px solid var(--line); border-left-width: 5px; border-radius: 6px; padding: .75rem 1rem; margin: 0 0 1rem; break-inside: avoid; }
article dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0 0; }
article dt { color: var(--soft); }
article dd { margin: 0; overflow-wrap: anywhere; }
.critical { border-left-color: var(--critical); } .high { border-left-color: var(--high); } .medium { border-left-color: var(--medium); } .low { border-left-color: var(--low); } .info { border-left-color: var(--info); }
.severity { font-weight: 600; text-transform: uppercase; font-size: .8rem; letter-spacing: .04em; }
.severity.critical { color: var(--critical); } .severity.high { color: var(--high); } .severity.medium { color: var(--medium); } .severity.low, .severity.info { color: var(--low); }
[hidden] { display: none; }
.map img { max-width: none; height: auto; border: 1px solid var(--line); border-radius: 6px; }
@media (max-width: 40rem) { article dl { grid-template-columns: 1fr; } }
@media print { :root { --back: #ffffff; --text: #000000; --soft: #333333; --line: #999999; --box: #ffffff; } form, .skip { display: none; } body { max-width: none; padding: 0; font-size: 10pt; } a::after { content: none; } pre { white-space: pre-wrap; } .map img { max-width: 100%; } }
`;
