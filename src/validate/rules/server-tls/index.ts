export { serverTls } from "./server-tls.js";
export { isSet, modeOf, passesThrough, type ServerTls } from "./settings.js";
