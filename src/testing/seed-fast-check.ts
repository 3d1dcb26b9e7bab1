import fc from "fast-check";
import { SEED } from "./seed.ts";

// Loaded before each test file (`vitest.config.ts`), so that no property can forget its seed.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
