export { type ReceiverOptions, webhookReceiver } from "./receiver.js";
