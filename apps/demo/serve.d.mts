/** Serves a folder of static files from `port`, or from the next free one; 0: from any. */
export function serve(
  folder: string,
  port: number,
): Promise<{ url: string; close(): Promise<void> }>;
