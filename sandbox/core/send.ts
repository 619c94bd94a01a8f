/** How the sandbox reaches a partner: handed in, so that a test can stand in for the whole network. */
export type Send = (request: Request) => Promise<Response>;
