/** Builds the extension into a folder: all that is packed, and nothing else. */
export function buildExtension(folder: string): Promise<void>;
