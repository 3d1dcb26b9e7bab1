/** What `kmslint baseline --help` prints. */
export const BASELINE_HELP = `kmslint baseline create|update|check [paths]: start with an old code base, and see what is new

  create    write all present findings to .kmslint-baseline.json; runs in this folder then report only others
  update    remove what is fixed
  check     report what is new, as a run does, and fail if the baseline has a finding that is fixed

      --add                        update: also put in what is new
      --force                      create: replace a baseline that is there
      --baseline FILE              another file

Takes the options of kmslint (--preset, --rule, --exclude, ...); see kmslint --help. In the file, each finding can have
an "owner", a "reason" and an "until" (2027-03-31), after which it is reported again.

Exit codes: 0 done, 1 new findings or an outdated baseline (check), 2 could not run, or could not read a file.

Examples:
  kmslint baseline create
  kmslint baseline check --format github
`;
